using Mien.Cli.Benchmarking;

namespace Mien.Cli.Tests.Benchmarking;

public sealed class LatencyStatisticsTests
{
    [Fact]
    public void Percentiles_are_measured_times()
    {
        LatencyStatistics statistics = LatencyStatistics.Of([.. Enumerable.Range(1, 200).Reverse().Select(ms => TimeSpan.FromMilliseconds(ms))]);
        Assert.Equal(new LatencyStatistics(200, MedianMs: 100, P95Ms: 190, P99Ms: 198, MeanMs: 100.5), statistics);
    }

    [Fact]
    public void One_time_is_all_of_them() =>
        Assert.Equal(new LatencyStatistics(1, 7, 7, 7, 7), LatencyStatistics.Of([TimeSpan.FromMilliseconds(7)]));
}
