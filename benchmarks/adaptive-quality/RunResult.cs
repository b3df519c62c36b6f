using Mien.Analysis;
using Mien.Core;
using Mien.Synchronization;

namespace Mien.Benchmarks.AdaptiveQuality;

/// <summary>One run.</summary>
/// <param name="Name">What the series is called.</param>
/// <param name="Rows">Its frames.</param>
/// <param name="Changes">The changes of the level, with their second.</param>
/// <param name="Statistics">What the synchroniser did.</param>
internal sealed record RunResult(string Name, IReadOnlyList<FrameRow> Rows, IReadOnlyList<(double Seconds, QualityChange Change)> Changes, SynchronizerStatistics Statistics)
{
    /// <summary>The latency that a share of the results in a stretch of time does not exceed, in milliseconds; null where there are none.</summary>
    public double? Percentile(double share, double from, double to)
    {
        double[] sorted = [.. Rows.Where(row => row.Seconds >= from && row.Seconds < to && row.LatencyMs is not null).Select(row => row.LatencyMs!.Value).Order()];
        return sorted.Length == 0 ? null : NearestRank.Of(sorted, share);
    }

    /// <summary>The share of frames in a stretch of time that were dropped.</summary>
    public double Dropped(double from, double to)
    {
        FrameRow[] rows = [.. Rows.Where(row => row.Seconds >= from && row.Seconds < to)];
        return rows.Length == 0 ? 0 : (double)rows.Count(row => row.LatencyMs is null) / rows.Length;
    }
}
