namespace Mien.Cli.Benchmarking;

/// <summary>One measurement of two reports, the second in units of the first.</summary>
/// <param name="Key">What was measured.</param>
/// <param name="FirstMedianMs">The first's median in milliseconds.</param>
/// <param name="SecondMedianMs">The second's median in milliseconds.</param>
/// <param name="Median">Ratio of the medians; below 1 the second is faster.</param>
/// <param name="P95">Ratio of the 95th percentiles.</param>
/// <param name="P99">Ratio of the 99th percentiles.</param>
/// <param name="PerSecond">Ratio of the throughputs; above 1 the second is faster.</param>
internal sealed record BenchmarkRatio(BenchmarkKey Key, double FirstMedianMs, double SecondMedianMs, double Median, double P95, double P99, double PerSecond)
{
    /// <summary>The ratios of all that both reports measured, in the order of the first. Models are known by their file names.</summary>
    public static IReadOnlyList<BenchmarkRatio> Of(BenchmarkReport first, BenchmarkReport second) =>
        [.. first.Rows.Join(second.Rows, row => row.Key, row => row.Key, Of)];

    private static BenchmarkRatio Of(BenchmarkRow first, BenchmarkRow second) => new(
        first.Key,
        first.Latency.MedianMs,
        second.Latency.MedianMs,
        second.Latency.MedianMs / first.Latency.MedianMs,
        second.Latency.P95Ms / first.Latency.P95Ms,
        second.Latency.P99Ms / first.Latency.P99Ms,
        second.PerSecond / first.PerSecond);
}
