using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Two-way attention over modalities: both are projected to the same number of features, a softmax over the TWO modalities weighs
/// them for each sample, each weight scales its modality's features, and the scaled features are concatenated.
/// </summary>
public sealed class ModalityAttentionFusion : MultimodalFusion
{
    // Far below any score, and its exponential is exactly 0, but finite: a sample with no modality at all gives no NaN.
    private const double MaskedScore = -1e9;

    private readonly Linear _imageProjection;
    private readonly Linear _audioProjection;
    private readonly Linear _score;
    private readonly Tensor _missingImage;
    private readonly Tensor _missingAudio;

    /// <summary>Makes a fusion.</summary>
    /// <param name="imageFeatures">Features of the face encoder.</param>
    /// <param name="audioFeatures">Features of the speech encoder.</param>
    /// <param name="projectedFeatures">Features that each is projected to.</param>
    public ModalityAttentionFusion(int imageFeatures, int audioFeatures, int projectedFeatures)
    {
        FeatureCount = 2 * projectedFeatures;
        _imageProjection = RegisterModule("image_projection", new Linear(imageFeatures, projectedFeatures));
        _audioProjection = RegisterModule("audio_projection", new Linear(audioFeatures, projectedFeatures));
        _missingImage = RegisterParameter("missing_image", Tensor.Zeros([projectedFeatures]));
        _missingAudio = RegisterParameter("missing_audio", Tensor.Zeros([projectedFeatures]));
        _score = RegisterModule("score", new Linear(2 * projectedFeatures, 2));
    }

    /// <inheritdoc/>
    public override int FeatureCount { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(FusionInputs inputs)
    {
        (ModalityFeatures image, ModalityFeatures audio, Tensor presence) = inputs;
        Tensor absent = presence.LessThan(0.5); // (N, 2)
        Tensor noImage = absent.Slice(1, 0, 1), noAudio = absent.Slice(1, 1, 2); // (N, 1)
        Tensor imageProjected = EmbeddingWhere(noImage, _missingImage, _imageProjection.Forward(image.Vector)); // (N, P)
        Tensor audioProjected = EmbeddingWhere(noAudio, _missingAudio, _audioProjection.Forward(audio.Vector));
        Tensor weights = Weights(imageProjected, audioProjected, absent); // (N, 2)
        // A missing modality has the weight 0; its embedding goes on unscaled, so that the head sees what is missing.
        Tensor imageScaled = EmbeddingWhere(noImage, _missingImage, imageProjected * weights.Slice(1, 0, 1));
        Tensor audioScaled = EmbeddingWhere(noAudio, _missingAudio, audioProjected * weights.Slice(1, 1, 2));
        return Tensor.Cat([imageScaled, audioScaled], 1); // (N, 2 P)
    }

    /// <summary>Softmax over the modalities that a sample has; where it has none the weights are not used.</summary>
    private Tensor Weights(Tensor imageProjected, Tensor audioProjected, Tensor absent)
    {
        Tensor scores = _score.Forward(Tensor.Cat([imageProjected, audioProjected], 1)); // (N, 2)
        return Functional.Softmax(scores.MaskedFill(absent, MaskedScore), 1);
    }
}
