namespace Mien.Data.Loading;

/// <summary>
/// One process's share of an epoch, of the same size in every process: samples that do not fill a whole round are left
/// out. A batch of each process together are a batch of the epoch as one process would see it.
/// </summary>
/// <param name="whole">The epoch's order, the same in every process.</param>
/// <param name="shard">The process's share.</param>
public sealed class DistributedSampler(ISampler whole, DatasetShard shard) : ISampler
{
    /// <inheritdoc/>
    public int[] Order(int epoch)
    {
        int[] order = whole.Order(epoch);
        return [.. Enumerable.Range(0, order.Length / shard.Count).Select(position => order[shard.Position(position)])];
    }
}
