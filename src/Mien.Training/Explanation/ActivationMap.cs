namespace Mien.Training.Explanation;

/// <summary>Which places of a picture spoke for a label, as Grad-CAM tells, and what the model said of the picture.</summary>
public sealed record ActivationMap
{
    /// <summary>Probability of each label, 0..1.</summary>
    public required IReadOnlyList<float> Probabilities { get; init; }

    /// <summary>Position of the label that is explained.</summary>
    public required int Label { get; init; }

    /// <summary>Cells from left to right; all cells together cover the whole picture.</summary>
    public required int Width { get; init; }

    /// <summary>Cells from top to bottom.</summary>
    public required int Height { get; init; }

    /// <summary>Evidence for the label, row-major (Height, Width), at least 0, in units of the layer; all 0 where nothing spoke for it.</summary>
    public required IReadOnlyList<float> Values { get; init; }

    /// <summary>Position of the most probable label.</summary>
    public int Predicted => Probabilities.Index().MaxBy(entry => entry.Item).Index;

    /// <summary>The largest value.</summary>
    public float Peak => Values.Max();

    /// <summary>Middle of the first cell that holds the peak, as fractions of the picture's width and height; null where the map is all 0.</summary>
    public (double X, double Y)? PeakAt
    {
        get
        {
            (int cell, float peak) = Values.Index().MaxBy(entry => entry.Item);
            return peak > 0 ? ((cell % Width + 0.5) / Width, (cell / Width + 0.5) / Height) : null;
        }
    }

    /// <summary>The values over their peak, 0..1: for pictures and for means, to which each sample contributes equally.</summary>
    public float[] Relative() => Peak is > 0 and float peak ? [.. Values.Select(value => value / peak)] : new float[Values.Count];
}
