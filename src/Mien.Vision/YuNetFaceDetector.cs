using Mien.Core;
using Mien.Interop.OnnxRuntime;

namespace Mien.Vision;

/// <summary>
/// Finds faces and their five landmarks with a YuNet network (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face
/// Detector", 2023) through ONNX Runtime: any of its ONNX files with the twelve outputs cls, obj, bbox and kps at the
/// strides 8, 16 and 32, of fixed or free input size. Any number of threads may call at the same time.
/// </summary>
public sealed class YuNetFaceDetector : IFaceDetector
{
    private readonly FaceDetectorOptions _options;
    private readonly OrtSession _session;
    private readonly YuNetLayout _layout;
    private readonly Pool<SizedBuffers<YuNetBuffers>> _memory;

    /// <summary>Takes a loaded model over.</summary>
    /// <exception cref="UserErrorException">It is no YuNet; the session stays the caller's.</exception>
    internal YuNetFaceDetector(OrtSession session, string path, FaceDetectorOptions options)
    {
        (_session, _options) = (session, options);
        Name = Path.GetFileNameWithoutExtension(path);
        _layout = YuNetLayout.Read(session, path);
        _memory = new(() => new(size => new YuNetBuffers(size, _layout)));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsThreadSafe => true;

    /// <inheritdoc/>
    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
    {
        List<FaceDetection> faces = [];
        Detect(frame, faces);
        return faces;
    }

    /// <inheritdoc/>
    public void Detect(VideoFrame frame, List<FaceDetection> faces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(faces);
        DetectorInputSize size = _layout.SizeFor(frame.Width, frame.Height, _options.InputSize);
        SizedBuffers<YuNetBuffers> memory = _memory.Take();
        try
        {
            YuNetBuffers buffers = memory.For(size);
            buffers.Fill(frame);
            _session.Run(buffers.Inputs, buffers.Outputs, memory.Run, cancellationToken);
            faces.Clear();
            foreach (YuNetLevel level in buffers.Levels)
                YuNetDecoder.Decode(level, _options.ScoreThreshold, size.FrameScaleX, size.FrameScaleY, faces);
        }
        finally
        {
            _memory.GiveBack(memory);
        }
        NonMaximumSuppression.Apply(faces, _options.NmsThreshold, _options.MaxFaces);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _session.Dispose();
    }
}
