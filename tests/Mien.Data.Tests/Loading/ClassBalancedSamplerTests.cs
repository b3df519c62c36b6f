using Mien.Data.Loading;

namespace Mien.Data.Tests.Loading;

public class ClassBalancedSamplerTests
{
    // 900, 90 and 10 samples of three labels, mixed.
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 1000).Select(index => index % 100 == 7 ? 2 : index % 10 == 3 && index % 100 != 3 ? 1 : 0)];

    [Theory]
    [InlineData(1.0, 1 / 3.0, 1 / 3.0, 1 / 3.0)]
    [InlineData(0.0, 0.90, 0.09, 0.01)]
    [InlineData(0.5, 0.6977, 0.2206, 0.0735)]
    public void Labels_come_as_often_as_the_power_says(double power, params double[] shares)
    {
        Assert.Equal([900, 90, 10], s_labels.CountBy(label => label).OrderBy(count => count.Key).Select(count => count.Value));
        ClassBalancedSampler sampler = new(s_labels, power, seed: 5);

        int[] drawn = [.. Enumerable.Range(0, 60).SelectMany(sampler.Order)];

        for (int label = 0; label < 3; label++)
        {
            double share = drawn.Count(index => s_labels[index] == label) / (double)drawn.Length;
            Assert.Equal(shares[label], share, 4 * Math.Sqrt(shares[label] * (1 - shares[label]) / drawn.Length)); // four standard errors
        }
        Assert.Equal(1000, drawn.Distinct().Count()); // no sample is out of reach
    }

    [Fact]
    public void An_epoch_is_as_long_as_the_data_and_depends_on_seed_and_epoch_alone()
    {
        ClassBalancedSampler sampler = new(s_labels, 1, seed: 5);

        Assert.Equal(s_labels.Length, sampler.Order(0).Length);
        Assert.Equal(sampler.Order(3), new ClassBalancedSampler(s_labels, 1, seed: 5).Order(3));
        Assert.NotEqual(sampler.Order(3), sampler.Order(4));
        Assert.NotEqual(sampler.Order(3), new ClassBalancedSampler(s_labels, 1, seed: 6).Order(3));
    }

    [Fact]
    public void Labels_without_samples_and_a_single_label_are_fine()
    {
        Assert.All(new ClassBalancedSampler([4, 4, 4], 1, seed: 1).Order(0), index => Assert.InRange(index, 0, 2));
        Assert.Throws<ArgumentException>(() => new ClassBalancedSampler([], 1, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassBalancedSampler([1], 1.5, seed: 1));
    }
}
