using System.Globalization;
using Mien.Core;
using Mien.Training.Explanation;

namespace Mien.Cli.Explaining;

/// <summary>An explained sample and where its picture is.</summary>
/// <param name="Name">The sample's name.</param>
/// <param name="File">Name of its picture in the output folder.</param>
/// <param name="Actual">The true label; null where nobody knows.</param>
/// <param name="Labels">The model's labels.</param>
/// <param name="Map">What spoke for the label.</param>
internal sealed record ExplainedSample(string Name, string File, string? Actual, EmotionLabelSet Labels, ActivationMap Map)
{
    /// <summary>The label that is explained.</summary>
    public string Explained => Labels[Map.Label];

    /// <summary>The most probable label.</summary>
    public string Predicted => Labels[Map.Predicted];

    /// <summary>What the model said, in words.</summary>
    public string Headline => string.Create(CultureInfo.InvariantCulture,
        $"predicted {Predicted} {Map.Probabilities[Map.Predicted]:0 %}{(Map.Label == Map.Predicted ? "" : $", {Explained} {Map.Probabilities[Map.Label]:0 %}")}{(Actual is null ? "" : $"; true: {Actual}")}");

    /// <summary>Where the peak lies, in words.</summary>
    public string PeakPlace => Map.PeakAt is { } peak
        ? string.Create(CultureInfo.InvariantCulture, $"{peak.X:0 %} from the left, {peak.Y:0 %} from the top")
        : "nowhere";
}
