using System.Globalization;
using Mien.Reporting;
using Mien.Training.Evaluation;

namespace Mien.Cli.Evaluating;

/// <summary>An evaluation as a report for people.</summary>
internal static class EvaluationReport
{
    /// <summary>Composes the whole report.</summary>
    public static ReportDocument Compose(EvaluationResult result) => new()
    {
        Title = $"{result.Model} on the {result.Data}",
        Facts = [.. result.All is { } labelled ? Facts(labelled) : [], .. EvaluationText.Auxiliary(result)],
        Sections = result.All is { } all ? [Overall(all, result.Options), ByLabel(all), Confusions(all), Calibration(all), .. Groups(result.Groups)] : [],
    };

    /// <summary>How the labels are told apart, as a section.</summary>
    public static ReportSection Confusions(GroupScores scores)
    {
        int labels = scores.Scores.Labels.Count;
        return new ReportSection
        {
            Title = "What is taken for what",
            Paragraphs = ["Each row holds the samples of one true label; the darker a cell, the larger its share of the row."],
            Charts = [ReportChart.ConfusionMatrix(
                "Confusion matrix",
                scores.Scores.Confusion.Labels,
                [.. Enumerable.Range(0, labels).Select(row => (IReadOnlyList<long>)[.. Enumerable.Range(0, labels).Select(column => scores.Scores.Confusion[row, column])])])],
        };
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Facts(GroupScores all) =>
    [
        new("samples", all.Scores.Samples.ToString(CultureInfo.InvariantCulture)),
        .. all.Intervals.Select(interval => KeyValuePair.Create(EvaluationText.Name(interval.Metric), interval.ToString())),
        new("UAR of guessing", Share(all.Scores.Chance)),
        new("accuracy of always naming the most frequent label", Share(all.Scores.MajorityShare)),
    ];

    private static ReportSection Overall(GroupScores all, EvaluationOptions options) => new()
    {
        Title = "Scores",
        Paragraphs = options.BootstrapResamples > 0
            ? [string.Create(CultureInfo.InvariantCulture, $"The lines are 95 % bootstrap intervals ({options.BootstrapResamples} resamples of the samples, seed {options.Seed}): how far the numbers move by which samples happened to be chosen. They do not say how much worse the model is with other people, cameras or microphones.")]
            : [],
        Charts = [ReportChart.Bars("Scores of all samples", "score", [.. all.Intervals.Select(interval => (EvaluationText.Name(interval.Metric), (double?)interval.Value, interval.Low, interval.High))])],
    };

    private static ReportSection ByLabel(GroupScores all) => new()
    {
        Title = "Labels",
        Paragraphs = ["Recall is the share of a label's samples that is found, precision the share of its predictions that is right, accuracy the share of all samples that is rightly called it or rightly not. A label without samples has no numbers (n/a)."],
        Charts = [ReportChart.Bars("Recall of each label", "recall", [.. all.Scores.Labels.Select(label => (label.Label, label.Recall, (double?)null, (double?)null))])],
        Tables = [new ReportTable(
            "Scores by label",
            ["label", "samples", "precision", "recall", "F1", "accuracy"],
            [.. all.Scores.Labels.Select(label => (IReadOnlyList<string>)[label.Label, label.Support.ToString(CultureInfo.InvariantCulture), Share(label.Precision), Share(label.Recall), Share(label.F1), Share(label.Accuracy)])])],
    };

    private static ReportSection Calibration(GroupScores all) => new()
    {
        Title = "Is it right as often as it says?",
        Paragraphs = [string.Create(CultureInfo.InvariantCulture, $"Bars above the dashed line are samples that the model was too modest about, bars below it those that it was too sure about. Expected calibration error {all.Calibration.ExpectedError:0.000}, largest of a bin {all.Calibration.MaximumError:0.000}.")],
        Charts = [ReportChart.Reliability("Reliability diagram", [.. all.Calibration.Bins.Select(bin => (bin.Low, bin.High, bin.Confidence, bin.Accuracy, bin.Count))])],
    };

    private static IEnumerable<ReportSection> Groups(IReadOnlyList<GroupScores> groups) => groups.GroupBy(group => group.Kind).Select(kind => new ReportSection
    {
        Title = $"By {kind.Key}",
        Charts = [ReportChart.Bars($"UAR by {kind.Key}", "UAR", [.. kind.Select(group => (group.Name, (double?)group.Scores.Uar, group.Interval("uar").Low, group.Interval("uar").High))])],
        Tables = [new ReportTable(
            $"Scores by {kind.Key}",
            [kind.Key, "samples", "accuracy", "UAR", "weighted F1", "macro F1", "calibration error"],
            [.. kind.Select(group => (IReadOnlyList<string>)[group.Name, group.Scores.Samples.ToString(CultureInfo.InvariantCulture), .. new[] { "accuracy", "uar", "weighted_f1", "macro_f1", "expected_calibration_error" }.Select(metric => group.Interval(metric).ToString())])])],
    });

    private static string Share(double? share) => share?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "n/a";
}
