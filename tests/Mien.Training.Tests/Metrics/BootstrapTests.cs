using Mien.Training.Metrics;

namespace Mien.Training.Tests.Metrics;

public sealed class BootstrapTests
{
    private static readonly int[] s_samples = [.. Enumerable.Range(0, 400)];

    [Fact]
    public void The_interval_of_a_share_is_as_wide_as_theory_says()
    {
        // 300 of 400 right: the normal approximation gives 0.75 -+ 1.96 sqrt(0.75 * 0.25 / 400) = 0.75 -+ 0.0424.
        ScoreInterval interval = Share(seed: 3, resamples: 4000);
        Assert.Equal(0.75, interval.Value);
        Assert.Equal(0.75 - 0.0424, interval.Low!.Value, 0.005);
        Assert.Equal(0.75 + 0.0424, interval.High!.Value, 0.005);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_seed_another()
    {
        Assert.Equal(Share(seed: 5, resamples: 200), Share(seed: 5, resamples: 200));
        Assert.NotEqual(Share(seed: 5, resamples: 200), Share(seed: 6, resamples: 200));
    }

    [Fact]
    public void Without_resamples_there_is_a_value_and_no_interval() =>
        Assert.Equal(new ScoreInterval("share", 0.75, null, null), Share(seed: 1, resamples: 0));

    [Theory]
    // numpy.quantile([1, 2, 4, 8], share)
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 3)]
    [InlineData(0.975, 7.7)]
    [InlineData(1, 8)]
    public void Quantiles_are_numpys(double share, double expected) => Assert.Equal(expected, Bootstrap.Quantile([1, 2, 4, 8], share), 1e-12);

    private static ScoreInterval Share(long seed, int resamples) =>
        new Bootstrap(resamples, 0.95, seed).Measure(s_samples, ["share"], chosen => [(double)chosen.Count(sample => sample < 300) / chosen.Length])[0];
}
