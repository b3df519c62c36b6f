using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Turns the maps of Mien's face detector into faces. A cell (column c, row r) of stride s holds a score z, its box's centre
/// (c + 0.5 + dx, r + 0.5 + dy) s and size exp(dw, dh) s, and five points (c + 0.5 + x, r + 0.5 + y) s; its confidence is 1 / (1 + exp(-z)).
/// </summary>
public static class FaceMapDecoder
{
    /// <summary>Numbers a cell.</summary>
    public const int CellLength = 15;

    // Nothing is larger than a few thousand pixels; beyond, the exponential would only make infinities.
    private const float LargestLogSize = 8;

    /// <summary>Adds the faces of one map.</summary>
    /// <param name="map">(<see cref="CellLength"/>, rows, columns).</param>
    /// <param name="columns">Cells across.</param>
    /// <param name="rows">Cells down.</param>
    /// <param name="stride">Input pixels a cell.</param>
    /// <param name="scoreThreshold">Cells of lower confidence are skipped, above 0 and below 1.</param>
    /// <param name="scaleX">Frame pixels for one input pixel, across.</param>
    /// <param name="scaleY">Frame pixels for one input pixel, down.</param>
    /// <param name="faces">Takes the faces, in frame pixels.</param>
    public static void Decode(ReadOnlySpan<float> map, int columns, int rows, int stride, float scoreThreshold, float scaleX, float scaleY, List<FaceDetection> faces)
    {
        int plane = columns * rows;
        ReadOnlySpan<float> scores = map[..plane];
        // Nearly every cell is far below: comparing logits spares its exponential.
        float threshold = MathF.Log(scoreThreshold / (1 - scoreThreshold));
        for (int cell = 0; cell < scores.Length; cell++)
        {
            if (!(scores[cell] >= threshold))
                continue;
            (int row, int column) = Math.DivRem(cell, columns);
            float x0 = column + 0.5f, y0 = row + 0.5f;
            float width = MathF.Exp(Math.Min(map[3 * plane + cell], LargestLogSize)) * stride, height = MathF.Exp(Math.Min(map[4 * plane + cell], LargestLogSize)) * stride;
            float left = (x0 + map[plane + cell]) * stride - width / 2, top = (y0 + map[2 * plane + cell]) * stride - height / 2;
            if (!float.IsFinite(left + top + width + height))
                continue;
            faces.Add(new FaceDetection(
                new BoundingBox(left * scaleX, top * scaleY, width * scaleX, height * scaleY),
                1 / (1 + MathF.Exp(-scores[cell])),
                new FaceLandmarks5(Point(map, 5), Point(map, 7), Point(map, 9), Point(map, 11), Point(map, 13))));

            Point2 Point(ReadOnlySpan<float> cells, int channel) => new((x0 + cells[channel * plane + cell]) * stride * scaleX, (y0 + cells[(channel + 1) * plane + cell]) * stride * scaleY);
        }
    }
}
