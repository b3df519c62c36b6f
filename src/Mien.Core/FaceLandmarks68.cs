namespace Mien.Core;

/// <summary>
/// The 68 points of iBUG's annotation (Sagonas et al., "300 Faces in-the-Wild", ICCV workshops 2013) of one face: 0-16 jaw, 17-26 brows,
/// 27-35 nose, 36-47 eyes, 48-67 mouth, each from the picture's left to its right.
/// </summary>
/// <param name="Points">68 points in source pixels; they may lie beyond the picture.</param>
/// <param name="Hidden">For each point how probable it is that something hides it, 0..1.</param>
public sealed record FaceLandmarks68(IReadOnlyList<Point2> Points, IReadOnlyList<float> Hidden)
{
    /// <summary>Number of points.</summary>
    public const int Count = 68;

    /// <summary>Share of the face that is hidden, 0..1: the mean over the points, but for the jaw, which hair and collars often hide and which no model of emotion needs.</summary>
    public float Occlusion
    {
        get
        {
            const int FirstAfterJaw = 17;
            float sum = 0;
            for (int point = FirstAfterJaw; point < Count; point++)
                sum += Hidden[point];
            return sum / (Count - FirstAfterJaw);
        }
    }

    /// <summary>The five points that face detectors give: means of the eyes' outlines, tip of the nose, corners of the mouth.</summary>
    public FaceLandmarks5 ToFive() => ToFive(Points);

    /// <inheritdoc cref="ToFive()"/>
    /// <param name="points">68 points.</param>
    public static FaceLandmarks5 ToFive(IReadOnlyList<Point2> points) => ToFive([.. points]);

    /// <inheritdoc cref="ToFive()"/>
    /// <param name="points">68 points.</param>
    public static FaceLandmarks5 ToFive(ReadOnlySpan<Point2> points) => new(Mean(points.Slice(36, 6)), Mean(points.Slice(42, 6)), points[30], points[48], points[54]);

    private static Point2 Mean(ReadOnlySpan<Point2> points)
    {
        float x = 0, y = 0;
        foreach (Point2 point in points)
            (x, y) = (x + point.X / points.Length, y + point.Y / points.Length);
        return new Point2(x, y);
    }
}
