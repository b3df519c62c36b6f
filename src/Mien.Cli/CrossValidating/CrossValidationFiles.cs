using System.Globalization;
using System.Text;
using Mien.Cli.Evaluating;
using Mien.Core;
using Mien.Reporting;
using Mien.Training.CrossValidation;

namespace Mien.Cli.CrossValidating;

/// <summary>Writes a cross-validation to files: a table, a report, and the pooled evaluation as of one model.</summary>
internal static class CrossValidationFiles
{
    /// <summary>Writes <c>folds.md</c>, <c>folds.csv</c>, <c>folds.html</c> and the pooled <c>all-folds.*</c> to a folder.</summary>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Write(CrossValidationResult result, string folder)
    {
        string Named(string name) => Path.Combine(folder, name);
        AtomicFile.WriteAllText(Named("folds.md"), CrossValidationText.ToMarkdown(result));
        AtomicFile.WriteAllText(Named("folds.csv"), Csv(result));
        AtomicFile.Write(Named("folds.html"), stream => HtmlDocumentWriter.Write(Compose(result), stream));
        return [Named("folds.md"), Named("folds.csv"), Named("folds.html"), .. EvaluationFiles.Write(result.Pooled, folder, "all-folds")];
    }

    private static string Csv(CrossValidationResult result)
    {
        string[] metrics = [.. result.Spread.Select(spread => spread.Metric)];
        StringBuilder csv = new($"fold,test_people,validation_people,samples,epoch,{string.Join(',', metrics)}\n");
        foreach (FoldResult fold in result.Folds)
            csv.Append(CultureInfo.InvariantCulture, $"{fold.Number},{string.Join(' ', fold.TestPeople)},{string.Join(' ', fold.ValidationPeople)},{fold.Scores.Scores.Samples},{fold.Epoch},{Cells(metrics.Select(metric => fold.Scores.Interval(metric).Value))}\n");
        csv.Append($"mean,,,,,{Cells(result.Spread.Select(spread => spread.Mean))}\n");
        csv.Append($"standard_deviation,,,,,{Cells(result.Spread.Select(spread => spread.Deviation))}\n");
        return csv.ToString();
    }

    private static ReportDocument Compose(CrossValidationResult result) => new()
    {
        Title = $"Cross-validation of {result.Name}, folds {result.FoldsName}",
        Facts =
        [
            new("folds", result.Folds.Count.ToString(CultureInfo.InvariantCulture)),
            .. result.Spread.Select(spread => KeyValuePair.Create(
                EvaluationText.Name(spread.Metric), string.Create(CultureInfo.InvariantCulture, $"{spread.Mean:0.000} ± {spread.Deviation:0.000} (folds from {spread.Lowest:0.000} to {spread.Highest:0.000})"))),
        ],
        Sections =
        [
            new ReportSection
            {
                Title = "Folds",
                Paragraphs = ["Each fold's people are tested by a model that was neither trained nor chosen on them. The lines are 95 % bootstrap intervals of each fold; the difference between folds is the difference between people."],
                Charts =
                [
                    .. new[] { "uar", "accuracy" }.Select(metric => ReportChart.Bars(
                        $"{EvaluationText.Name(metric)} of each fold",
                        EvaluationText.Name(metric),
                        [.. result.Folds.Select(fold => ($"fold {fold.Number}: {string.Join(' ', fold.TestPeople)}", (double?)fold.Scores.Interval(metric).Value, fold.Scores.Interval(metric).Low, fold.Scores.Interval(metric).High))])),
                ],
            },
            .. EvaluationReport.Compose(result.Pooled).Sections,
        ],
    };

    private static string Cells(IEnumerable<double> values) => string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
