using Mien.Core;
using Mien.Interop.OnnxRuntime;

namespace Mien.Vision;

/// <summary>
/// Finds faces and their five landmarks with a YuNet network (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face
/// Detector", 2023) through ONNX Runtime: any of its ONNX files with the twelve outputs cls, obj, bbox and kps at the
/// strides 8, 16 and 32, of fixed or free input size.
/// </summary>
public sealed class YuNetFaceDetector : IFaceDetector
{
    private readonly FaceDetectorOptions _options;
    private readonly OrtSession _session;
    private readonly YuNetLayout _layout;
    private readonly List<FaceDetection> _candidates = [];
    private readonly SizedBuffers<YuNetBuffers> _memory;

    /// <summary>Takes a loaded model over.</summary>
    /// <exception cref="UserErrorException">It is no YuNet; the session stays the caller's.</exception>
    internal YuNetFaceDetector(OrtSession session, string path, FaceDetectorOptions options)
    {
        (_session, _options) = (session, options);
        Name = Path.GetFileNameWithoutExtension(path);
        _layout = YuNetLayout.Read(session, path);
        _memory = new SizedBuffers<YuNetBuffers>(size => new YuNetBuffers(size, _layout));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
    {
        DetectorInputSize size = _layout.SizeFor(frame.Width, frame.Height, _options.InputSize);
        YuNetBuffers buffers = _memory.For(size);
        buffers.Fill(frame);
        _session.Run(buffers.Inputs, buffers.Outputs);
        _candidates.Clear();
        foreach (YuNetLevel level in buffers.Levels)
            YuNetDecoder.Decode(level, _options.ScoreThreshold, size.FrameScaleX, size.FrameScaleY, _candidates);
        NonMaximumSuppression.Apply(_candidates, _options.NmsThreshold, _options.MaxFaces);
        return _candidates.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _session.Dispose();
    }
}
