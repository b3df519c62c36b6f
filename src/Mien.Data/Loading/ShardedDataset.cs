namespace Mien.Data.Loading;

/// <summary>One process's share of a dataset, for evaluation: the shares of all processes together hold each sample once.</summary>
/// <param name="whole">The dataset.</param>
/// <param name="shard">The process's share.</param>
public sealed class ShardedDataset(ISampleDataset whole, DatasetShard shard) : ISampleDataset
{
    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs => whole.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => whole.AuxiliaryTargets;

    /// <inheritdoc/>
    public int TargetLength => whole.TargetLength;

    /// <inheritdoc/>
    public int Count => shard.CountOf(whole.Count);

    /// <inheritdoc/>
    public int LabelOf(int index) => whole.LabelOf(shard.Position(index));

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation) => whole.Read(shard.Position(index), sample, augmentation);
}
