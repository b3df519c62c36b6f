using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Channel attention over both modalities together (Woo et al. 2018, CBAM, section 3.1): every channel's average and maximum over
/// real positions (of the face's map, of the speech's sequence) pass ONE shared bottleneck; the sigmoid of their sum scales the
/// channels. So what is heard can strengthen or quiet what is seen, and the other way round.
/// </summary>
public sealed class ChannelAttentionFusion : MultimodalFusion
{
    private readonly Linear _squeeze;
    private readonly Linear _excite;
    private readonly Tensor _missingImage;
    private readonly Tensor _missingAudio;

    /// <summary>Makes a fusion.</summary>
    /// <param name="imageFeatures">Channels of the face encoder.</param>
    /// <param name="audioFeatures">Channels of the speech encoder.</param>
    /// <param name="reduction">Factor by which the bottleneck is narrower than all channels together.</param>
    public ChannelAttentionFusion(int imageFeatures, int audioFeatures, int reduction)
    {
        FeatureCount = imageFeatures + audioFeatures;
        _missingImage = RegisterParameter("missing_image", Tensor.Zeros([imageFeatures]));
        _missingAudio = RegisterParameter("missing_audio", Tensor.Zeros([audioFeatures]));
        _squeeze = RegisterModule("squeeze", new Linear(FeatureCount, FeatureCount / reduction));
        _excite = RegisterModule("excite", new Linear(FeatureCount / reduction, FeatureCount));
    }

    /// <inheritdoc/>
    public override int FeatureCount { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(FusionInputs inputs)
    {
        (ModalityFeatures image, ModalityFeatures audio, Tensor presence) = inputs;
        Tensor absent = presence.LessThan(0.5); // (N, 2)
        Tensor noImage = absent.Slice(1, 0, 1), noAudio = absent.Slice(1, 1, 2); // (N, 1)

        // Each (N, image channels + audio channels).
        Tensor features = Join(image.Vector, audio.Vector);
        Tensor average = Join(image.Positions.Mean([2]), audio.Positions.Mean([2]));
        Tensor maximum = Join(image.Positions.Amax([2]), audio.Positions.Amax([2]));
        return features * Functional.Sigmoid(Bottleneck(average) + Bottleneck(maximum));

        Tensor Join(Tensor imagePooled, Tensor audioPooled) => Tensor.Cat(
            [EmbeddingWhere(noImage, _missingImage, imagePooled), EmbeddingWhere(noAudio, _missingAudio, audioPooled)], 1);
    }

    private Tensor Bottleneck(Tensor pooled) => _excite.Forward(Functional.Relu(_squeeze.Forward(pooled)));
}
