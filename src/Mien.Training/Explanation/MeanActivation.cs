namespace Mien.Training.Explanation;

/// <summary>The mean of some samples' maps, each over its own peak, and of their pictures.</summary>
/// <param name="label">What the samples have in common.</param>
public sealed class MeanActivation(string label)
{
    private double[] _map = [];
    private double[] _picture = [];

    /// <summary>What the samples have in common.</summary>
    public string Label { get; } = label;

    /// <summary>Samples so far.</summary>
    public int Count { get; private set; }

    /// <summary>Means of the maps' cells, row-major, 0..1.</summary>
    public float[] Map => [.. _map.Select(sum => (float)(sum / Count))];

    /// <summary>Mean picture.</summary>
    public byte[] Picture => [.. _picture.Select(sum => (byte)Math.Round(sum / Count))];

    /// <summary>Takes in a sample.</summary>
    /// <param name="map">Its map; all samples' maps have one size.</param>
    /// <param name="picture">Its picture; all have one size.</param>
    public void Add(ActivationMap map, ReadOnlySpan<byte> picture)
    {
        float[] relative = map.Relative();
        if (Count == 0)
            (_map, _picture) = (new double[relative.Length], new double[picture.Length]);
        for (int cell = 0; cell < relative.Length; cell++)
            _map[cell] += relative[cell];
        for (int value = 0; value < picture.Length; value++)
            _picture[value] += picture[value];
        Count++;
    }
}
