using System.Text.Json.Serialization;

namespace Mien.Models;

/// <summary>Specification of a <see cref="FeatureEmotionModel"/>.</summary>
public sealed record FeatureModelSpec : ModelSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "features";

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; init; } = 1;

    /// <summary>Whether a sample is a sequence of vectors; otherwise it is one.</summary>
    public bool Sequence { get; init; }

    /// <summary>Sequences: hidden units of the LSTM in each direction.</summary>
    public int LstmHidden { get; init; } = 128;

    /// <summary>Sequences: hidden units of the attention that pools over time.</summary>
    public int AttentionHidden { get; init; } = 64;

    /// <summary>Units of the layer before the last one, 0 for none.</summary>
    public int HeadHidden { get; init; } = 256;

    /// <summary>Share of a vector's numbers that training leaves out, 0 to below 1.</summary>
    public double InputDropout { get; init; } = 0.1;

    /// <summary>Dropout before the last layer, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ModelOptionCheck.Require(Dimension is >= 1 and <= 1_000_000, "dimension", "from 1 to 1000000", Dimension);
        ModelOptionCheck.Require(LstmHidden is >= 1 and <= 65536, "lstmHidden", "from 1 to 65536", LstmHidden);
        ModelOptionCheck.Require(AttentionHidden is >= 1 and <= 65536, "attentionHidden", "from 1 to 65536", AttentionHidden);
        ModelOptionCheck.Require(HeadHidden is >= 0 and <= 65536, "headHidden", "from 0 to 65536", HeadHidden);
        ModelOptionCheck.RequireProbability(InputDropout, "inputDropout");
        ModelOptionCheck.RequireProbability(Dropout, "dropout");
    }
}
