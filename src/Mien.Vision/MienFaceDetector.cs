using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Preprocessing;

namespace Mien.Vision;

/// <summary>
/// Finds faces and their five points with a detector that Mien trained and exported (`mien train configs/detector/faces.yaml`), of any
/// input size, through ONNX Runtime. Any number of threads may call at the same time.
/// </summary>
public sealed class MienFaceDetector : IFaceDetector
{
    /// <summary>What the model file says it does, under <c>mien.task</c>.</summary>
    public const string Task = "face_detector";

    private static readonly (string Name, int Stride)[] s_outputs = [("stride8", 8), ("stride16", 16), ("stride32", 32)];

    private readonly FaceDetectorOptions _options;
    private readonly OrtSession _session;
    private readonly Pool<SizedBuffers<MienDetectorBuffers>> _memory;

    /// <summary>Takes a loaded model over.</summary>
    /// <exception cref="UserErrorException">It is no face detector of Mien's; the session stays the caller's.</exception>
    internal MienFaceDetector(OrtSession session, string path, FaceDetectorOptions options)
    {
        (_session, _options) = (session, options);
        Name = session.Metadata.GetValueOrDefault("mien.name") ?? Path.GetFileNameWithoutExtension(path);
        ImageSpec spec = ReadSpec(path);
        _memory = new(() => new(size => new MienDetectorBuffers(size, spec, s_outputs)));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Whether a model file is a detector of this kind.</summary>
    /// <param name="metadata">What the file says about itself.</param>
    public static bool IsOne(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault("mien.task") == Task;

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
        DetectorInputSize size = DetectorInputSize.Of(frame.Width, frame.Height, _options.InputSize);
        SizedBuffers<MienDetectorBuffers> memory = _memory.Take();
        try
        {
            MienDetectorBuffers buffers = memory.For(size);
            buffers.Fill(frame);
            _session.Run(buffers.Inputs, buffers.Outputs, memory.Run, cancellationToken);
            faces.Clear();
            for (int level = 0; level < s_outputs.Length; level++)
            {
                int stride = s_outputs[level].Stride;
                FaceMapDecoder.Decode(
                    buffers.Maps[level].Span, size.InputWidth / stride, size.InputHeight / stride, stride, _options.ScoreThreshold, size.FrameScaleX, size.FrameScaleY, faces);
            }
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

    private ImageSpec ReadSpec(string path)
    {
        if (!IsOne(_session.Metadata) || !_session.Metadata.TryGetValue("mien.spec", out string? json))
            throw new UserErrorException($"{path} is not a face detector that Mien trained; give the file that `mien export` made of one.");
        string[] outputs = [.. _session.Outputs.Select(output => output.Name)];
        if (!outputs.SequenceEqual(s_outputs.Select(output => output.Name)))
            throw new UserErrorException($"{path} has the outputs {string.Join(", ", outputs)} instead of {string.Join(", ", s_outputs.Select(output => output.Name))}; export it again with this version of Mien.");
        return PreprocessingSpec.FromJson(json).Image ?? throw new UserErrorException($"{path} does not say how its picture is made; export it again.");
    }
}
