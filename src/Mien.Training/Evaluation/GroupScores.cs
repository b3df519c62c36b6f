using Mien.Training.Metrics;

namespace Mien.Training.Evaluation;

/// <summary>What a model is worth on some samples: all of them, or those of a person or a group of people.</summary>
/// <param name="Name">What the samples have in common.</param>
/// <param name="Kind">What sort of group it is, for example <c>person</c> or <c>sex</c>; <c>all</c> for all samples.</param>
/// <param name="Scores">Confusion matrix and scores, overall and by label.</param>
/// <param name="TopK">Top-k accuracies, smallest k first.</param>
/// <param name="Calibration">Whether the model is right as often as it says.</param>
/// <param name="Intervals">
/// The overall scores with their bootstrap intervals: <c>accuracy</c>, <c>uar</c>, <c>weighted_f1</c>, <c>macro_f1</c>,
/// <c>expected_calibration_error</c>, and <c>top_K_accuracy</c> for each K.
/// </param>
public sealed record GroupScores(
    string Name, string Kind, ClassificationResult Scores, IReadOnlyList<TopKAccuracy> TopK, CalibrationResult Calibration, IReadOnlyList<ScoreInterval> Intervals)
{
    /// <summary>One of <see cref="Intervals"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no score of that name.</exception>
    public ScoreInterval Interval(string metric) => Intervals.Single(interval => interval.Metric == metric);

    /// <summary>Measures some samples.</summary>
    /// <param name="name">What they have in common.</param>
    /// <param name="kind">What sort of group it is.</param>
    /// <param name="predictions">The predictions for all samples.</param>
    /// <param name="samples">The samples to count, each with a true label; at least one.</param>
    /// <param name="options">What is measured.</param>
    public static GroupScores Of(string name, string kind, EmotionPredictions predictions, IReadOnlyList<int> samples, EvaluationOptions options)
    {
        int[] ks = [.. options.TopK.Where(k => k <= predictions.Labels.Count).Distinct().Order()];
        Bootstrap bootstrap = new(options.BootstrapResamples, 0.95, options.Seed);
        IReadOnlyList<ScoreInterval> intervals = bootstrap.Measure(
            samples,
            ["accuracy", "uar", "weighted_f1", "macro_f1", "expected_calibration_error", .. ks.Select(k => $"top_{k}_accuracy")],
            chosen =>
            {
                ClassificationResult scores = predictions.Score(chosen);
                double calibrationError = CalibrationResult.Of(predictions, options.CalibrationBins, chosen).ExpectedError;
                return [scores.Accuracy, scores.Uar, scores.WeightedF1, scores.MacroF1, calibrationError, .. ks.Select(k => TopKAccuracy.Of(predictions, k, chosen).Share)];
            });
        return new GroupScores(
            name,
            kind,
            predictions.Score(samples),
            [.. ks.Select(k => TopKAccuracy.Of(predictions, k, samples))],
            CalibrationResult.Of(predictions, options.CalibrationBins, samples),
            intervals);
    }
}
