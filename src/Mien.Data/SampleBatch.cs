namespace Mien.Data;

/// <summary>Some samples as the model takes them.</summary>
/// <param name="Indices">The samples' positions in the dataset, (B).</param>
/// <param name="Input">The inputs: of each sample all of <see cref="ISampleDataset.Inputs"/>, one after another.</param>
/// <param name="Targets">Label probabilities, row-major (B, <see cref="ISampleDataset.TargetLength"/>).</param>
/// <param name="Labels">Own labels, (B); -1 for none.</param>
public sealed record SampleBatch(int[] Indices, float[] Input, float[] Targets, int[] Labels)
{
    /// <summary>Number of samples, B.</summary>
    public int Count => Indices.Length;

    /// <summary>Of each sample all of <see cref="ISampleDataset.AuxiliaryTargets"/>, one after another; empty where the dataset has none.</summary>
    public float[] Auxiliary { get; init; } = [];
}
