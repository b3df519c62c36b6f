using Mien.Training.Metrics;

namespace Mien.Cli.Comparing;

/// <summary>One model of a comparison.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Accuracy">Share of the samples whose label it tells, 0..1; null where no sample has one.</param>
/// <param name="CalibrationError">Its expected calibration error, 0..1; null where no sample has a label.</param>
/// <param name="Difference">How far it differs from the first model; null for the first.</param>
internal sealed record ComparedModel(string Path, long Bytes, double? Accuracy, double? CalibrationError, PredictionComparison? Difference);
