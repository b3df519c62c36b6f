namespace Mien.Data.Loading;

/// <summary>Some samples of a dataset, spread evenly over it.</summary>
/// <param name="whole">The dataset.</param>
/// <param name="samples">Number of samples; all where it has fewer.</param>
public sealed class SpreadDataset(ISampleDataset whole, int samples) : ISampleDataset
{
    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs => whole.Inputs;

    /// <inheritdoc/>
    public int TargetLength => whole.TargetLength;

    /// <inheritdoc/>
    public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => whole.AuxiliaryTargets;

    /// <inheritdoc/>
    public int Count { get; } = Math.Min(samples, whole.Count);

    /// <inheritdoc/>
    public int LabelOf(int index) => whole.LabelOf(Place(index));

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation) => whole.Read(Place(index), sample, augmentation);

    private int Place(int index) => (int)((long)index * whole.Count / Count);
}
