using System.Text.Json.Serialization;

namespace Mien.Models;

/// <summary>Specification of a <see cref="FaceEmotionModel"/>.</summary>
public sealed record FaceModelSpec : ModelSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "face";

    /// <summary>Size of the encoder.</summary>
    public EfficientNetVariant Encoder { get; init; } = EfficientNetVariant.B0;

    /// <summary>What follows the encoder's convolutions.</summary>
    public EncoderActivation EncoderActivation { get; init; }

    /// <summary>Dropout before the linear head, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Drop probability of the encoder's last residual block, 0 to below 1.</summary>
    public double StochasticDepth { get; init; } = 0.2;

    /// <summary>Units of a further linear layer before the last one, 0 for none.</summary>
    public int HeadHidden { get; init; }

    /// <summary>Whether a second head gives 68 landmarks.</summary>
    public bool Landmarks { get; init; }

    /// <summary>Units of the landmark head's hidden layer.</summary>
    public int LandmarkHidden { get; init; } = 256;

    /// <summary>Whether a further head gives valence and arousal.</summary>
    public bool ValenceArousal { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ModelOptionCheck.Require(LandmarkHidden is > 0 and <= 65536, "landmarkHidden", "from 1 to 65536", LandmarkHidden);
        ModelOptionCheck.Require(HeadHidden is >= 0 and <= 65536, "headHidden", "from 0 to 65536", HeadHidden);
        ModelOptionCheck.RequireProbability(Dropout, "dropout");
        ModelOptionCheck.RequireProbability(StochasticDepth, "stochasticDepth");
    }
}
