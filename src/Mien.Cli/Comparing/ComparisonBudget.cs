using System.Globalization;

namespace Mien.Cli.Comparing;

/// <summary>How far a model may differ from the first; null allows anything.</summary>
/// <param name="MaximumDifference">Largest difference of two probabilities, 0..1.</param>
/// <param name="MinimumAgreement">Share of samples with the same label, in percent.</param>
/// <param name="MaximumAccuracyLoss">Accuracy lost, in percentage points.</param>
internal sealed record ComparisonBudget(double? MaximumDifference, double? MinimumAgreement, double? MaximumAccuracyLoss)
{
    /// <summary>What goes beyond the budget, a sentence each.</summary>
    public IEnumerable<string> Violations(ComparedModel first, ComparedModel model)
    {
        if (model.Difference is not { } difference)
            yield break;
        // Written so that what is no number is beyond any budget.
        if (MaximumDifference is { } largest && !(difference.LargestDifference <= largest))
            yield return Sentence($"{model.Path} differs by {difference.LargestDifference:0.0e+0}, more than the {largest} of --max-difference.");
        if (MinimumAgreement is { } agreement && !(100 * difference.Agreement >= agreement))
            yield return Sentence($"{model.Path} says the same label on {100 * difference.Agreement:0.00} %, less than the {agreement} of --min-agreement.");
        if (MaximumAccuracyLoss is { } loss && first.Accuracy is { } expected && !(100 * (expected - model.Accuracy) <= loss + 1e-9))
            yield return Sentence($"{model.Path} loses {100 * (expected - model.Accuracy):0.00} points of accuracy, more than the {loss} of --max-accuracy-loss.");
    }

    private static string Sentence(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
