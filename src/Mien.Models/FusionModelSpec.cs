using System.Text.Json.Serialization;

namespace Mien.Models;

/// <summary>Specification of a <see cref="FusionEmotionModel"/>.</summary>
public sealed record FusionModelSpec : ModelSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "fusion";

    /// <summary>How features of face and speech are brought together.</summary>
    public FusionKind Fusion { get; init; } = FusionKind.ModalityAttention;

    /// <summary>Size of the face encoder.</summary>
    public EfficientNetVariant ImageEncoder { get; init; } = EfficientNetVariant.B0;

    /// <summary>Drop probability of the face encoder's last residual block, 0 to below 1.</summary>
    public double StochasticDepth { get; init; } = 0.2;

    /// <summary>Size of the speech encoder.</summary>
    public AudioNetworkOptions AudioEncoder { get; init; } = new();

    /// <summary>Features to which modality attention projects each modality.</summary>
    public int ProjectedFeatures { get; init; } = 256;

    /// <summary>Factor by which channel attention's bottleneck is narrower than its input.</summary>
    public int Reduction { get; init; } = 16;

    /// <summary>Hidden units of the head.</summary>
    public int HeadHidden { get; init; } = 256;

    /// <summary>Dropout in the head, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        AudioEncoder.Validate();
        ModelOptionCheck.RequireProbability(StochasticDepth, "stochasticDepth");
        ModelOptionCheck.RequireProbability(Dropout, "dropout");
        ModelOptionCheck.Require(ProjectedFeatures > 0, "projectedFeatures", "positive", ProjectedFeatures);
        ModelOptionCheck.Require(Reduction is > 0 and <= 256, "reduction", "1 to 256", Reduction);
        ModelOptionCheck.Require(HeadHidden > 0, "headHidden", "positive", HeadHidden);
    }
}
