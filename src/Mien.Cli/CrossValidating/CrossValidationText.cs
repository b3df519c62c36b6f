using System.Globalization;
using System.Text;
using Mien.Cli.Evaluating;
using Mien.Training.CrossValidation;

namespace Mien.Cli.CrossValidating;

/// <summary>A cross-validation as Markdown, for the terminal and for documents.</summary>
internal static class CrossValidationText
{
    /// <summary>Writes a row for each fold, then mean and standard deviation, then the pooled confusion matrix.</summary>
    public static string ToMarkdown(CrossValidationResult result)
    {
        StringBuilder text = new();
        text.Append($"{result.Name}, folds {result.FoldsName}: each fold's people are tested by a model that was neither trained nor chosen on them.\n\n");
        string[] metrics = [.. result.Spread.Select(spread => spread.Metric)];
        text.Append($"| fold | test people | samples | epoch | {string.Join(" | ", metrics.Select(EvaluationText.Name))} |\n|---|---|---:|---:|{string.Concat(metrics.Select(_ => "---:|"))}\n");
        foreach (FoldResult fold in result.Folds)
            text.Append(CultureInfo.InvariantCulture, $"| {fold.Number} | {string.Join(' ', fold.TestPeople)} | {fold.Scores.Scores.Samples} | {fold.Epoch} | {Cells(metrics.Select(metric => fold.Scores.Interval(metric).Value))} |\n");
        text.Append($"| mean | | | | {Cells(result.Spread.Select(spread => spread.Mean))} |\n");
        text.Append($"| standard deviation | | | | {Cells(result.Spread.Select(spread => spread.Deviation))} |\n\n");
        text.Append($"All folds together, {result.Pooled.All!.Scores.ToMarkdown()}");
        return text.ToString();
    }

    private static string Cells(IEnumerable<double> values) => string.Join(" | ", values.Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture)));
}
