using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;

namespace Mien.Vision;

/// <summary>
/// Finds the 68 landmarks (iBUG's order) of a detected face with a network that Mien trained and exported
/// (`mien train configs/landmarks/face68.yaml`), on the crop that its file asks for. One call at a time.
/// </summary>
public sealed class FaceLandmarkEstimator : IFaceLandmarkEstimator, IDisposable
{
    private const string Task = "face_landmarks";

    private readonly OrtSession _session;
    private readonly FaceAligner _aligner;
    private readonly OrtTensor<float> _input;
    private readonly OrtTensor<float> _points = OrtTensor<float>.Create(1, 2 * FaceLandmarks68.Count);
    private readonly OrtTensor<float> _hidden = OrtTensor<float>.Create(1, FaceLandmarks68.Count);
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    private FaceLandmarkEstimator(OrtSession session, ImageSpec spec, string name)
    {
        Name = name;
        _session = session;
        _aligner = new FaceAligner(spec);
        _input = OrtTensor<float>.Create(1, 3, spec.Height, spec.Width);
        (_inputs, _outputs) = ([_input], [_points, _hidden]);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>What the network expects of its crop.</summary>
    public ImageSpec Spec => _aligner.Spec;

    /// <summary>Loads a network.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="threads">Threads for one face; 0 takes the engine's default.</param>
    /// <param name="provider">What runs the network; null takes the CPU.</param>
    /// <exception cref="UserErrorException">The file is missing, unreadable, or no landmark network of Mien's, or the provider is not there.</exception>
    public static FaceLandmarkEstimator Load(string path, int threads = 0, OrtProviderOptions? provider = null)
    {
        OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = threads, Provider = provider ?? new OrtProviderOptions() });
        try
        {
            if (session.Metadata.GetValueOrDefault("mien.task") != Task || !session.Metadata.TryGetValue("mien.spec", out string? json) || PreprocessingSpec.FromJson(json).Image is not { } spec)
                throw new UserErrorException($"{path} is not a landmark network that Mien trained; give the file that `mien export` made of one.");
            return new FaceLandmarkEstimator(session, spec, $"{session.Metadata.GetValueOrDefault("mien.name")} {session.Metadata.GetValueOrDefault("mien.version")}");
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public FaceLandmarks68 Estimate(VideoFrame frame, FaceDetection face)
    {
        Point2[] points = new Point2[FaceLandmarks68.Count];
        float[] hidden = new float[FaceLandmarks68.Count];
        AffineTransform cropToFrame = _aligner.CropToFrame(face);
        _aligner.Align(frame, face, _input.Span);
        _session.Run(_inputs, _outputs);
        ReadOnlySpan<float> places = _points.Span, logits = _hidden.Span;
        for (int point = 0; point < points.Length; point++)
        {
            points[point] = cropToFrame.Apply(new Point2(places[2 * point] * Spec.Width, places[2 * point + 1] * Spec.Height));
            hidden[point] = 1 / (1 + MathF.Exp(-logits[point]));
        }
        return new FaceLandmarks68(points, hidden);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _points.Dispose();
        _hidden.Dispose();
        _session.Dispose();
    }
}
