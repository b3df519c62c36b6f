using System.Globalization;
using System.Text;
using Mien.Training.Evaluation;
using Mien.Training.Metrics;

namespace Mien.Cli.Evaluating;

/// <summary>An evaluation as Markdown, for the terminal.</summary>
internal static class EvaluationText
{
    /// <summary>Writes the scores of all samples with their confusion matrix, and a table of the groups.</summary>
    public static string ToMarkdown(EvaluationResult result)
    {
        StringBuilder text = new();
        text.Append($"{result.Model}, {result.Data}: {result.All?.Scores.ToMarkdown() ?? "no sample has an emotion label.\n"}\n");
        foreach ((string name, string value) in Auxiliary(result))
            text.Append($"{name}: {value}\n\n");
        if (result.All is not { } all)
            return text.ToString();
        text.Append(result.Options.BootstrapResamples > 0
            ? string.Create(CultureInfo.InvariantCulture, $"| score | value | 95 % interval ({result.Options.BootstrapResamples} resamples) |\n|---|---:|---:|\n")
            : "| score | value |\n|---|---:|\n");
        foreach (ScoreInterval interval in all.Intervals)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Name(interval.Metric)} | {interval.Value:0.0000} |");
            text.Append(interval is { Low: { } low, High: { } high } ? string.Create(CultureInfo.InvariantCulture, $" {low:0.0000} to {high:0.0000} |\n") : "\n");
        }
        if (result.Groups.Count > 0)
            text.Append("\n| kind | group | samples | accuracy | UAR | weighted F1 |\n|---|---|---:|---:|---:|---:|\n");
        foreach (GroupScores group in result.Groups)
            text.Append(CultureInfo.InvariantCulture, $"| {group.Kind} | {group.Name} | {group.Scores.Samples} | {group.Interval("accuracy")} | {group.Interval("uar")} | {group.Interval("weighted_f1")} |\n");
        return text.ToString();
    }

    /// <summary>What the model's further heads are worth: name and numbers in words.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Auxiliary(EvaluationResult result)
    {
        if (result.Landmarks is { } landmarks)
            yield return new("landmarks", string.Create(CultureInfo.InvariantCulture,
                $"{landmarks.Faces} faces, normalised mean error {Number(landmarks.MeanError)}, failure rate (above {LandmarkError.FailureThreshold:0.0}) {Number(landmarks.FailureRate)}"));
        foreach ((string name, ConcordanceResult? affect) in new[] { ("valence", result.Valence), ("arousal", result.Arousal) })
            if (affect is not null)
                yield return new(name, string.Create(CultureInfo.InvariantCulture, $"{affect.Samples} samples, CCC {Number(affect.Ccc)}, Pearson {Number(affect.Pearson)}, RMSE {affect.Rmse:0.0000}"));
    }

    /// <summary>A score's name for people.</summary>
    public static string Name(string metric) => metric switch
    {
        "uar" => "UAR",
        "weighted_f1" => "weighted F1",
        "macro_f1" => "macro F1",
        "expected_calibration_error" => "expected calibration error",
        _ when metric.StartsWith("top_", StringComparison.Ordinal) => metric.Replace("top_", "top-", StringComparison.Ordinal).Replace('_', ' '),
        _ => metric,
    };

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "n/a";
}
