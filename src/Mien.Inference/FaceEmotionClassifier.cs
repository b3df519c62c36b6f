using Mien.Core;
using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>
/// Classifies faces with a bundle's network, several in one run. Any number of threads may call at the same time, each call in memory
/// of its own; allocates nothing after as many calls at a time, with as many faces, as there were before.
/// </summary>
public sealed class FaceEmotionClassifier : IFaceEmotionClassifier, IDisposable
{
    private const int MaxBatch = 8;

    private readonly FaceAligner _aligner;
    private readonly Pool<EmotionNetwork> _networks;

    /// <summary>Prepares the tensors.</summary>
    /// <param name="bundle">The model; stays the caller's and must live longer.</param>
    /// <param name="pictureSize">
    /// Width of the pictures that the network is given, in pixels, as <see cref="ModelBundle.ImageOf"/> takes it; their height follows in the
    /// proportion of the model's own. Another size than the model's needs <see cref="ModelBundle.HasFreeImageSize"/>. Null takes the model's.
    /// </param>
    /// <exception cref="UserErrorException">The model does not look at faces, or not at pictures of this size.</exception>
    public FaceEmotionClassifier(ModelBundle bundle, int? pictureSize = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (bundle.Metadata.Task != ModelTask.Face || bundle.Spec.Image is not { } image)
            throw new UserErrorException($"The model {bundle.FilePath} does not look at faces; give a model with the task face.");
        if (pictureSize is { } width)
            image = bundle.ImageOf(width);
        Spec = bundle.Spec with { Image = image };
        _aligner = new FaceAligner(image);
        _networks = new(() => new EmotionNetwork(bundle.Session, [3, image.Height, image.Width], bundle.Labels.Count, MaxBatch));
    }

    /// <inheritdoc/>
    /// <remarks>Its picture has the size that was asked for.</remarks>
    public PreprocessingSpec Spec { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The length of <paramref name="probabilities"/> does not fit, or a face has no extent.</exception>
    public void Classify(ReadOnlySpan<FaceInFrame> faces, Span<float> probabilities) => Classify(faces, probabilities, CancellationToken.None);

    /// <inheritdoc cref="Classify(ReadOnlySpan{FaceInFrame}, Span{float})"/>
    /// <param name="faces">The faces.</param>
    /// <param name="probabilities">Receives (faces, labels) probabilities, row after row.</param>
    /// <param name="cancellationToken">Ends the call, inside the network too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Classify(ReadOnlySpan<FaceInFrame> faces, Span<float> probabilities, CancellationToken cancellationToken)
    {
        int labels = Spec.Labels.Count;
        if (probabilities.Length != faces.Length * labels)
            throw new ArgumentException($"Expected room for {faces.Length * labels} probabilities, got {probabilities.Length}.", nameof(probabilities));
        EmotionNetwork network = _networks.Take();
        try
        {
            for (int done = 0; done < faces.Length; done += MaxBatch)
            {
                int count = Math.Min(MaxBatch, faces.Length - done);
                for (int i = 0; i < count; i++)
                    _aligner.Align(faces[done + i].Frame, faces[done + i].Face, network.Input(i));
                network.Run(count, cancellationToken).CopyTo(probabilities[(done * labels)..]);
            }
        }
        finally
        {
            _networks.GiveBack(network);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _networks.Dispose();
}
