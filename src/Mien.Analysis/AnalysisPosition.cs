using Mien.Core;

namespace Mien.Analysis;

/// <summary>How far an analysis is.</summary>
/// <param name="Moments">Moments analysed so far.</param>
/// <param name="Time">Time of the last one in the input.</param>
/// <param name="Fraction">The part of the input that is done, 0..1; null where its length is unknown.</param>
public readonly record struct AnalysisPosition(long Moments, MediaTime Time, double? Fraction);
