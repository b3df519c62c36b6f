namespace Mien.Data;

/// <summary>Some samples as the model takes them.</summary>
/// <param name="Indices">The samples' positions in the dataset, (B).</param>
/// <param name="Input">The inputs, row-major (B, ...InputShape).</param>
/// <param name="Targets">Label probabilities, row-major (B, Labels).</param>
/// <param name="Labels">Own labels, (B).</param>
public sealed record EmotionBatch(int[] Indices, float[] Input, float[] Targets, int[] Labels)
{
    /// <summary>Number of samples, B.</summary>
    public int Count => Indices.Length;
}
