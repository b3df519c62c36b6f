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

    /// <summary>Height and width in pixels that the pictures are to be brought to before the model sees them; null for their own.</summary>
    public int? PictureSize { get; init; }

    /// <summary>Divides the batch into parts of the same size, or, where it does not divide, sizes that differ by one.</summary>
    /// <param name="parts">Number of parts, from 1 to <see cref="Count"/>.</param>
    public IEnumerable<SampleBatch> Split(int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, Count);
        if (parts == 1)
            return [this];
        return Enumerable.Range(0, parts).Select(part =>
        {
            (int start, int end) = ((int)((long)part * Count / parts), (int)((long)(part + 1) * Count / parts));
            T[] Rows<T>(T[] all) => all[(start * (all.Length / Count))..(end * (all.Length / Count))];
            return new SampleBatch(Indices[start..end], Rows(Input), Rows(Targets), Labels[start..end]) { Auxiliary = Rows(Auxiliary), PictureSize = PictureSize };
        });
    }
}
