namespace Mien.Training.Metrics;

/// <summary>Samples about which a model was about equally sure; one bar of a reliability diagram.</summary>
/// <param name="Low">Confidence that the bin begins above (the first bin holds 0 too), 0..1.</param>
/// <param name="High">Confidence that the bin ends with, 0..1.</param>
/// <param name="Count">Number of its samples.</param>
/// <param name="Confidence">Their mean confidence, 0..1; null where there is none.</param>
/// <param name="Accuracy">Share of them that is right, 0..1; null where there is none.</param>
public sealed record CalibrationBin(double Low, double High, int Count, double? Confidence, double? Accuracy);
