using System.Text.Json.Serialization;

namespace Mien.Models;

/// <summary>Specification of a <see cref="SpeechEmotionModel"/>.</summary>
public sealed record SpeechModelSpec : ModelSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "speech";

    /// <summary>Size of the encoder.</summary>
    public AudioNetworkOptions Encoder { get; init; } = new();

    /// <summary>Dropout before the linear head, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Encoder.Validate();
        ModelOptionCheck.RequireProbability(Dropout, "dropout");
    }
}
