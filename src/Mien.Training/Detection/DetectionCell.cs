namespace Mien.Training.Detection;

/// <summary>One of a detector's cells.</summary>
/// <param name="X">Its middle in input pixels, across.</param>
/// <param name="Y">Its middle, down.</param>
/// <param name="Stride">Input pixels for one unit of its numbers.</param>
internal readonly record struct DetectionCell(float X, float Y, int Stride)
{
    /// <summary>All cells of an input, stride by stride and row by row.</summary>
    public static DetectionCell[] Of(int height, int width, ReadOnlySpan<int> strides)
    {
        List<DetectionCell> cells = [];
        foreach (int stride in strides)
            for (int row = 0; row < height / stride; row++)
                for (int column = 0; column < width / stride; column++)
                    cells.Add(new DetectionCell((column + 0.5f) * stride, (row + 0.5f) * stride, stride));
        return [.. cells];
    }
}
