using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Turns YuNet's raw outputs into faces. Per cell (column c, row r) of stride s: score = sqrt(class * objectness);
/// centre = (c + dx, r + dy) s; size = exp(dw, dh) s; landmark = (c + lx, r + ly) s (as OpenCV's face_detect.cpp reads them).
/// </summary>
internal static class YuNetDecoder
{
    /// <summary>Adds the faces of one stride.</summary>
    /// <param name="level">The outputs.</param>
    /// <param name="scoreThreshold">Cells below this score are skipped.</param>
    /// <param name="scaleX">Frame pixels for one input pixel, across.</param>
    /// <param name="scaleY">Frame pixels for one input pixel, down.</param>
    /// <param name="faces">Takes the faces, in frame pixels.</param>
    public static void Decode(YuNetLevel level, float scoreThreshold, float scaleX, float scaleY, List<FaceDetection> faces)
    {
        ReadOnlySpan<float> classes = level.Class.Span, objectness = level.Objectness.Span;
        ReadOnlySpan<float> boxes = level.Box.Span, landmarks = level.Landmarks.Span;
        // Nearly every cell is far below the threshold; comparing squares spares its square root.
        float squaredThreshold = scoreThreshold * scoreThreshold;
        for (int cell = 0; cell < classes.Length; cell++)
        {
            float squaredScore = Math.Clamp(classes[cell], 0, 1) * Math.Clamp(objectness[cell], 0, 1);
            if (!(squaredScore >= squaredThreshold))
                continue;
            (int row, int column) = Math.DivRem(cell, level.Columns);
            ReadOnlySpan<float> box = boxes.Slice(cell * 4, 4), points = landmarks.Slice(cell * 10, 10);
            float width = MathF.Exp(box[2]) * level.Stride, height = MathF.Exp(box[3]) * level.Stride;
            float left = (column + box[0]) * level.Stride - width / 2, top = (row + box[1]) * level.Stride - height / 2;
            if (!float.IsFinite(left + top + width + height))
                continue;
            faces.Add(new FaceDetection(
                new BoundingBox(left * scaleX, top * scaleY, width * scaleX, height * scaleY),
                MathF.Sqrt(squaredScore),
                new FaceLandmarks5(Point(points, 0), Point(points, 1), Point(points, 2), Point(points, 3), Point(points, 4))));

            Point2 Point(ReadOnlySpan<float> offsets, int index) => new(
                (column + offsets[2 * index]) * level.Stride * scaleX,
                (row + offsets[2 * index + 1]) * level.Stride * scaleY);
        }
    }
}
