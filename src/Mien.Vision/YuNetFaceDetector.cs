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
    private YuNetBuffers? _buffers;

    /// <summary>Loads a YuNet model.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="UserErrorException">The file is missing, unreadable, or no YuNet.</exception>
    public YuNetFaceDetector(string path, FaceDetectorOptions? options = null)
    {
        _options = options ?? new FaceDetectorOptions();
        _options.Validate();
        Name = Path.GetFileNameWithoutExtension(path);
        _session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = _options.Threads });
        try
        {
            _layout = YuNetLayout.Read(_session, path);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
    {
        YuNetInputSize size = _layout.SizeFor(frame.Width, frame.Height, _options.InputSize);
        if (_buffers?.Size != size)
        {
            _buffers?.Dispose();
            _buffers = new YuNetBuffers(size, _layout);
        }
        _buffers.Fill(frame);
        _session.Run(_buffers.Inputs, _buffers.Outputs);
        _candidates.Clear();
        foreach (YuNetLevel level in _buffers.Levels)
            YuNetDecoder.Decode(level, _options.ScoreThreshold, size.FrameScaleX, size.FrameScaleY, _candidates);
        NonMaximumSuppression.Apply(_candidates, _options.NmsThreshold, _options.MaxFaces);
        return _candidates.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffers?.Dispose();
        _session.Dispose();
    }
}
