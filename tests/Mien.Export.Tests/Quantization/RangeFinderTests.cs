using Mien.Export.Quantization;
using Mien.Training.Quantization;

namespace Mien.Export.Tests.Quantization;

public sealed class RangeFinderTests
{
    [Fact]
    public void Minimum_and_maximum_hold_zero()
    {
        QuantizedRange range = RangeFinder.Find(Statistics([2, 3, 5]), new QuantizationOptions { Method = CalibrationMethod.MinMax });
        Assert.Equal(new QuantizedRange(0, 5), range);
        Assert.Equal(0, range.ZeroPoint);
        Assert.Equal(5f / 255, range.Scale, 1e-7f);
    }

    [Fact]
    public void The_percentile_is_that_of_the_sorted_values()
    {
        float[] values = [.. SmallNetworks.Values(100_000, 9).Select(value => value * value * value)];
        QuantizedRange range = RangeFinder.Find(Statistics(values), new QuantizationOptions { Method = CalibrationMethod.Percentile, Percentile = 99 });
        float[] sorted = [.. values.Order()];
        float tolerance = 4f * Math.Max(-sorted[0], sorted[^1]) / 2048; // two bins
        Assert.Equal(sorted[500], range.Low, tolerance);
        Assert.Equal(sorted[^500], range.High, tolerance);
        Assert.True(range.High < 0.7 * sorted[^1], "The tail is inside.");
    }

    [Fact]
    public void Entropy_leaves_a_lonely_outlier_out()
    {
        float[] values = [.. SmallNetworks.Values(200_000, 4), 6];
        QuantizedRange range = RangeFinder.Find(Statistics(values), new QuantizationOptions { Method = CalibrationMethod.Entropy });
        Assert.InRange(range.High, 1, 4);
        Assert.InRange(range.Low, -1.6f, -0.4f);
    }

    [Fact]
    public void Batches_give_what_all_at_once_gives()
    {
        float[] values = SmallNetworks.Values(6 * 3 * 4, 8, 5);
        ValueStatistics whole = new(), parts = new();
        whole.Add(values, channels: 3, inner: 4);
        foreach (float[] sample in values.Chunk(12))
            parts.Add(sample, channels: 3, inner: 4);
        Assert.Equal(whole.Bins.ToArray(), parts.Bins.ToArray());
        Assert.Equal(whole.ChannelMeans, parts.ChannelMeans);
        float naive = Enumerable.Range(0, values.Length).Where(i => i / 4 % 3 == 1).Average(i => values[i]);
        Assert.Equal(naive, whole.ChannelMeans[1], 1e-5f);
    }

    private static ValueStatistics Statistics(float[] values)
    {
        ValueStatistics statistics = new();
        statistics.Add(values, channels: 1, inner: values.Length);
        return statistics;
    }
}
