using Mien.Core;

namespace Mien.Cli.Benchmarking;

/// <summary>What a series of measured times comes to.</summary>
/// <param name="Runs">How many.</param>
/// <param name="MedianMs">Half of them are shorter, in milliseconds.</param>
/// <param name="P95Ms">95 of 100 are at most this, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 are at most this, in milliseconds.</param>
/// <param name="MeanMs">Their mean, in milliseconds.</param>
internal sealed record LatencyStatistics(int Runs, double MedianMs, double P95Ms, double P99Ms, double MeanMs)
{
    /// <summary>Sums up at least one time.</summary>
    public static LatencyStatistics Of(IReadOnlyCollection<TimeSpan> times)
    {
        double[] sorted = [.. times.Select(time => time.TotalMilliseconds).Order()];
        return new LatencyStatistics(sorted.Length, NearestRank.Of(sorted, 0.5), NearestRank.Of(sorted, 0.95), NearestRank.Of(sorted, 0.99), sorted.Average());
    }
}
