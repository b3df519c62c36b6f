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
        return new LatencyStatistics(sorted.Length, Percentile(sorted, 0.5), Percentile(sorted, 0.95), Percentile(sorted, 0.99), sorted.Average());
    }

    /// <summary>The smallest value that a share of all does not exceed (nearest rank).</summary>
    private static double Percentile(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
