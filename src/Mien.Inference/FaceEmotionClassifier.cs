using Mien.Core;
using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>
/// Classifies faces with a bundle's network, several in one run. Safe for use from several threads, which
/// take turns; allocates nothing after the first call with a given number of faces.
/// </summary>
public sealed class FaceEmotionClassifier : IFaceEmotionClassifier, IDisposable
{
    private const int MaxBatch = 8;

    private readonly Lock _turn = new();
    private readonly FaceAligner _aligner;
    private readonly EmotionNetwork _network;

    /// <summary>Prepares the tensors.</summary>
    /// <param name="bundle">The model; stays the caller's and must live longer.</param>
    /// <exception cref="UserErrorException">The model does not look at faces.</exception>
    public FaceEmotionClassifier(ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (bundle.Metadata.Task != ModelTask.Face || bundle.Spec.Image is not { } image)
            throw new UserErrorException($"The model {bundle.FilePath} does not look at faces; give a model with the task face.");
        Spec = bundle.Spec;
        _aligner = new FaceAligner(image);
        _network = new EmotionNetwork(bundle.Session, [3, image.Height, image.Width], bundle.Labels.Count, MaxBatch);
    }

    /// <inheritdoc/>
    public PreprocessingSpec Spec { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The length of <paramref name="probabilities"/> does not fit, or a face has no extent.</exception>
    public void Classify(ReadOnlySpan<FaceInFrame> faces, Span<float> probabilities)
    {
        int labels = Spec.Labels.Count;
        if (probabilities.Length != faces.Length * labels)
            throw new ArgumentException($"Expected room for {faces.Length * labels} probabilities, got {probabilities.Length}.", nameof(probabilities));
        lock (_turn)
        {
            for (int done = 0; done < faces.Length; done += MaxBatch)
            {
                int count = Math.Min(MaxBatch, faces.Length - done);
                for (int i = 0; i < count; i++)
                    _aligner.Align(faces[done + i].Frame, faces[done + i].Face, _network.Input(i));
                _network.Run(count).CopyTo(probabilities[(done * labels)..]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
