using System.Text.Json;
using Mien.Training.Metrics;

namespace Mien.Training.Checkpoints;

/// <summary>How good stored weights were on the validation part.</summary>
/// <param name="Epoch">The epoch they are of, from 1.</param>
/// <param name="Accuracy">Share of samples that are right, 0..1.</param>
/// <param name="Uar">Unweighted average recall, 0..1.</param>
/// <param name="WeightedF1">Mean F1 weighted by samples, 0..1.</param>
/// <param name="MacroF1">Mean F1 over labels, 0..1.</param>
public sealed record ValidationSummary(int Epoch, double Accuracy, double Uar, double WeightedF1, double MacroF1)
{
    /// <summary>The summary of a result.</summary>
    public static ValidationSummary Of(int epoch, ClassificationResult result) => new(epoch, result.Accuracy, result.Uar, result.WeightedF1, result.MacroF1);

    /// <summary>The summary as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Reads a summary.</summary>
    public static ValidationSummary FromJson(string json) => JsonSerializer.Deserialize<ValidationSummary>(json, JsonSerializerOptions.Web)!;
}
