namespace Mien.Training.Metrics;

/// <summary>How well one label is recognised.</summary>
/// <param name="Label">The label.</param>
/// <param name="Support">Number of its samples.</param>
/// <param name="Recall">Share of its samples that are recognised, 0..1; null where it has none.</param>
/// <param name="Precision">Share of its predictions that are right, 0..1; null where it has no samples or is never predicted.</param>
/// <param name="F1">Harmonic mean of both, 2 TP / (2 TP + FP + FN), 0..1; null where it has no samples.</param>
/// <param name="Accuracy">Share of all samples that are rightly called this label or rightly not, (TP + TN) / N, 0..1; null where it has no samples.</param>
public sealed record LabelScore(string Label, long Support, double? Recall, double? Precision, double? F1, double? Accuracy);
