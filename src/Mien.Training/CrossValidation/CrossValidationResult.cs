using Mien.Training.Evaluation;

namespace Mien.Training.CrossValidation;

/// <summary>What a way of training is worth: every person of the folds tested once, by a model that never met them.</summary>
/// <param name="Name">The config's name.</param>
/// <param name="FoldsName">What the folds are called.</param>
/// <param name="Folds">Each fold.</param>
/// <param name="Pooled">All test samples together, each predicted by its fold's model, and by person and group.</param>
public sealed record CrossValidationResult(string Name, string FoldsName, IReadOnlyList<FoldResult> Folds, EvaluationResult Pooled)
{
    /// <summary>Mean and spread of each score over the folds.</summary>
    public IReadOnlyList<ScoreSpread> Spread =>
        [.. Folds[0].Scores.Intervals.Select(score => ScoreSpread.Of(score.Metric, [.. Folds.Select(fold => fold.Scores.Interval(score.Metric).Value)]))];
}
