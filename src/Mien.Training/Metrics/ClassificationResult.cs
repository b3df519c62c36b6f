using System.Globalization;
using System.Text;
using Mien.Training.Options;

namespace Mien.Training.Metrics;

/// <summary>
/// What the predictions for some samples are worth. Definitions are scikit-learn's; labels without samples do not count
/// in means over labels.
/// </summary>
public sealed record ClassificationResult : ValidationResult
{
    private ClassificationResult(ConfusionMatrix confusion, IReadOnlyList<LabelScore> labels) => (Confusion, Labels) = (confusion, labels);

    /// <summary>Who was taken for whom.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Each label's score, in the model's order.</summary>
    public IReadOnlyList<LabelScore> Labels { get; }

    /// <summary>Number of samples.</summary>
    public long Samples { get; private init; }

    /// <summary>Share of samples that are right, 0..1.</summary>
    public double Accuracy { get; private init; }

    /// <summary>Unweighted average recall, 0..1.</summary>
    public double Uar { get; private init; }

    /// <summary>Mean F1 weighted by samples, 0..1.</summary>
    public double WeightedF1 { get; private init; }

    /// <summary>Mean F1 over labels, 0..1.</summary>
    public double MacroF1 { get; private init; }

    /// <summary>Unweighted average recall of guessing: 1 / number of labels that have samples.</summary>
    public double Chance { get; private init; }

    /// <summary>Accuracy of always naming the most frequent label.</summary>
    public double MajorityShare { get; private init; }

    /// <summary>Derives all numbers from a confusion matrix.</summary>
    /// <exception cref="ArgumentException">It holds no sample.</exception>
    public static ClassificationResult From(ConfusionMatrix confusion)
    {
        if (confusion.Total == 0)
            throw new ArgumentException("There is nothing to evaluate: the confusion matrix holds no sample.", nameof(confusion));
        LabelScore[] labels = [.. Enumerable.Range(0, confusion.Labels.Count).Select(label => Score(confusion, label, confusion.Total))];
        LabelScore[] present = [.. labels.Where(label => label.Support > 0)];
        double total = confusion.Total;
        return new ClassificationResult(confusion, labels)
        {
            Samples = confusion.Total,
            Accuracy = Enumerable.Range(0, labels.Length).Sum(label => confusion[label, label]) / total,
            Uar = present.Average(label => label.Recall!.Value),
            WeightedF1 = present.Sum(label => label.F1!.Value * label.Support) / total,
            MacroF1 = present.Average(label => label.F1!.Value),
            Chance = 1.0 / present.Length,
            MajorityShare = present.Max(label => label.Support) / total,
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(SelectionMetric Metric, double Value)> Scores =>
        [(SelectionMetric.Accuracy, Accuracy), (SelectionMetric.Uar, Uar), (SelectionMetric.WeightedF1, WeightedF1), (SelectionMetric.MacroF1, MacroF1)];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"accuracy {Accuracy:0.0000}, UAR {Uar:0.0000}, weighted F1 {WeightedF1:0.0000}");

    /// <summary>The numbers and the confusion matrix as Markdown.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Samples} samples: accuracy {Accuracy:P1}, UAR {Uar:P1} (chance {Chance:P1}), weighted F1 {WeightedF1:0.000}, macro F1 {MacroF1:0.000}; the most frequent label alone would be right in {MajorityShare:P1}.\n\n");
        text.Append($"| true \\ predicted | {string.Join(" | ", Confusion.Labels)} | samples | recall | precision | F1 | accuracy |\n");
        text.Append($"|---|{string.Concat(Enumerable.Repeat("---:|", Confusion.Labels.Count + 5))}\n");
        for (int row = 0; row < Labels.Count; row++)
        {
            IEnumerable<string> counts = Enumerable.Range(0, Labels.Count).Select(column => Confusion[row, column].ToString(CultureInfo.InvariantCulture));
            LabelScore score = Labels[row];
            text.Append($"| {score.Label} | {string.Join(" | ", counts)} | {score.Support} | {Percent(score.Recall)} | {Percent(score.Precision)} | {Percent(score.F1)} | {Percent(score.Accuracy)} |\n");
        }
        return text.ToString();
    }

    private static string Percent(double? share) => share?.ToString("P1", CultureInfo.InvariantCulture) ?? "n/a";

    private static LabelScore Score(ConfusionMatrix confusion, int label, long total)
    {
        long right = confusion[label, label], support = confusion.Support(label), predicted = confusion.Predicted(label);
        return new LabelScore(
            confusion.Labels[label],
            support,
            support > 0 ? (double)right / support : null,
            support > 0 && predicted > 0 ? (double)right / predicted : null,
            support > 0 ? 2.0 * right / (support + predicted) : null,
            support > 0 ? (double)(total - support - predicted + 2 * right) / total : null);
    }
}
