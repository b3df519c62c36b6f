namespace Mien.Cli.Benchmarking;

/// <summary>One measurement.</summary>
/// <param name="Key">What was measured.</param>
/// <param name="Latency">How long a run took.</param>
/// <param name="PerSecond">Samples a second, one run after the other.</param>
/// <param name="ModelMegabytes">Size of the model's file in 10^6 bytes; null where there is none.</param>
/// <param name="MemoryMegabytes">What the process grew by from before the model was loaded until it had run, in 10^6 bytes; null where it was not measured.</param>
internal sealed record BenchmarkRow(BenchmarkKey Key, LatencyStatistics Latency, double PerSecond, double? ModelMegabytes, double? MemoryMegabytes)
{
    /// <summary>Makes a row of times.</summary>
    public static BenchmarkRow Of(BenchmarkKey key, IReadOnlyCollection<TimeSpan> times, double? modelMegabytes = null, double? memoryMegabytes = null)
    {
        LatencyStatistics latency = LatencyStatistics.Of(times);
        return new BenchmarkRow(key, latency, 1000 * key.Batch / latency.MeanMs, modelMegabytes, memoryMegabytes);
    }
}
