namespace Mien.Data.Tests;

public sealed class SampleRandomTests
{
    [Fact]
    public void Numbers_depend_on_every_part_of_the_key()
    {
        static ulong First(params ReadOnlySpan<long> key) => new SampleRandom(key).NextBits();

        Assert.Equal(First(1, 2, 3), First(1, 2, 3));
        Assert.Equal(5, new HashSet<ulong> { First(1, 2, 3), First(2, 2, 3), First(1, 3, 3), First(1, 2, 4), First(2, 1, 3) }.Count);
    }

    [Fact]
    public void Draws_have_the_moments_of_their_distributions()
    {
        SampleRandom random = new(7);
        double[] normal = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextNormal())];
        double[] beta = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextBeta(0.4))];

        Assert.Equal(0, normal.Average(), 0.03);
        Assert.Equal(1, normal.Average(value => value * value), 0.05);
        Assert.Equal(0.5, beta.Average(), 0.02);
        Assert.Equal(1 / (4 * (2 * 0.4 + 1)), beta.Average(value => (value - 0.5) * (value - 0.5)), 0.01); // variance of Beta(a, a)
        Assert.All(beta, value => Assert.InRange(value, 0, 1));
    }
}
