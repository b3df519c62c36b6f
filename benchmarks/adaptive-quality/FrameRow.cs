namespace Mien.Benchmarks.AdaptiveQuality;

/// <summary>One frame of a run.</summary>
/// <param name="Seconds">When its result was there, or when it was dropped, since the run's start.</param>
/// <param name="LatencyMs">From capture to result; null where it was dropped.</param>
/// <param name="AnalysisMs">Of that, the analysis.</param>
/// <param name="Level">The quality level.</param>
/// <param name="IsSkipped">Whether the level left it out.</param>
/// <param name="Processors">Share of the machine's processors that is busy, 0..1.</param>
internal sealed record FrameRow(double Seconds, double? LatencyMs, double AnalysisMs, int Level, bool IsSkipped, double? Processors);
