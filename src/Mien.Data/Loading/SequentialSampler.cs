namespace Mien.Data.Loading;

/// <summary>Every sample once, in the dataset's order: for evaluation.</summary>
/// <param name="count">Number of samples.</param>
public sealed class SequentialSampler(int count) : ISampler
{
    /// <inheritdoc/>
    public int[] Order(int epoch) => [.. Enumerable.Range(0, count)];
}
