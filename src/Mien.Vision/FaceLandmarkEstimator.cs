using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;

namespace Mien.Vision;

/// <summary>
/// Finds the 68 landmarks (iBUG's order) of a detected face with a network that Mien trained and exported
/// (`mien train configs/landmarks/face68.yaml`), on the crop that its file asks for.
/// Any number of threads may call at the same time.
/// </summary>
public sealed class FaceLandmarkEstimator : IFaceLandmarkEstimator, IDisposable
{
    private const string Task = "face_landmarks";

    private readonly OrtSession _session;
    private readonly FaceAligner _aligner;
    private readonly Pool<FaceLandmarkBuffers> _memory;

    private FaceLandmarkEstimator(OrtSession session, ImageSpec spec, string name)
    {
        Name = name;
        _session = session;
        _aligner = new FaceAligner(spec);
        _memory = new(() => new FaceLandmarkBuffers(spec));
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
        Estimate(frame, face, points, hidden);
        return new FaceLandmarks68(points, hidden);
    }

    /// <summary>Finds the points of a face, in pixels of the frame; allocates nothing after the first call.</summary>
    /// <param name="frame">The frame; it is only read.</param>
    /// <param name="face">The face as a detector found it, with five points where the network's crop is aligned by the eyes.</param>
    /// <param name="points">Takes the 68 points.</param>
    /// <param name="hidden">Takes how probable it is of each that something hides it, 0..1.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentException">The face has no extent, or there is not room for exactly 68 points.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Estimate(VideoFrame frame, FaceDetection face, Span<Point2> points, Span<float> hidden, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (points.Length != FaceLandmarks68.Count || hidden.Length != FaceLandmarks68.Count)
            throw new ArgumentException($"Expected room for {FaceLandmarks68.Count} points, got {points.Length} and {hidden.Length}.", nameof(points));
        AffineTransform cropToFrame = _aligner.CropToFrame(face);
        FaceLandmarkBuffers memory = _memory.Take();
        try
        {
            _aligner.Align(frame, face, memory.Input.Span);
            _session.Run(memory.Inputs, memory.Outputs, memory.Run, cancellationToken);
            ReadOnlySpan<float> places = memory.Points.Span, logits = memory.Hidden.Span;
            for (int point = 0; point < points.Length; point++)
            {
                points[point] = cropToFrame.Apply(new Point2(places[2 * point] * Spec.Width, places[2 * point + 1] * Spec.Height));
                hidden[point] = 1 / (1 + MathF.Exp(-logits[point]));
            }
        }
        finally
        {
            _memory.GiveBack(memory);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _session.Dispose();
    }
}
