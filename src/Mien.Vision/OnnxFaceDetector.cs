using Mien.Core;
using Mien.Interop.OnnxRuntime;

namespace Mien.Vision;

/// <summary>Opens face detectors in ONNX files, whichever kind they are.</summary>
public static class OnnxFaceDetector
{
    /// <summary>Loads a detector.</summary>
    /// <param name="path">One that Mien trained (<see cref="MienFaceDetector"/>), or a YuNet (<see cref="YuNetFaceDetector"/>).</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="UserErrorException">The file is missing, unreadable, or neither.</exception>
    public static IFaceDetector Load(string path, FaceDetectorOptions? options = null)
    {
        options ??= new FaceDetectorOptions();
        options.Validate();
        OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = options.Threads, Provider = options.Provider });
        try
        {
            return MienFaceDetector.IsOne(session.Metadata) ? new MienFaceDetector(session, path, options) : new YuNetFaceDetector(session, path, options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
