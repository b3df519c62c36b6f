namespace Mien.Data.Loading;

/// <summary>Every sample once, in an order drawn anew for each epoch.</summary>
/// <param name="count">Number of samples.</param>
/// <param name="seed">The run's seed.</param>
public sealed class ShuffledSampler(int count, long seed) : ISampler
{
    /// <inheritdoc/>
    public int[] Order(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new SampleRandom(seed, epoch, -1).Shuffle(order);
        return order;
    }
}
