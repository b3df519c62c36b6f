using System.Globalization;
using Mien.Core;

namespace Mien.Data.Faces;

/// <summary>Datasets' 68 points (<see cref="FaceLandmarks68"/>): files, missing points, mirror images.</summary>
public static class Landmarks68
{
    /// <summary>Number of points.</summary>
    public const int Count = FaceLandmarks68.Count;

    // The upright parts mirror end to end; eyes and lips are rings, each given as its pairs.
    private static readonly (int Left, int Right)[] s_rings =
        [(36, 45), (37, 44), (38, 43), (39, 42), (40, 47), (41, 46), (48, 54), (49, 53), (50, 52), (55, 59), (56, 58), (60, 64), (61, 63), (65, 67)];

    /// <summary>For each point the one that lies in its place in a mirror image; the mirror's mirror is the point itself.</summary>
    public static IReadOnlyList<int> MirrorOrder { get; } = MakeMirrorOrder();

    /// <summary>Whether a point stands for one that is not known: (-1, -1).</summary>
    public static bool IsMissing(Point2 point) => point is { X: -1, Y: -1 };

    /// <summary>The upright rectangle around the points: brows to chin and ear to ear, as detectors' boxes are.</summary>
    /// <param name="points">At least one point.</param>
    public static BoundingBox BoxOf(IReadOnlyList<Point2> points)
    {
        float left = points.Min(point => point.X), top = points.Min(point => point.Y);
        return new BoundingBox(left, top, points.Max(point => point.X) - left, points.Max(point => point.Y) - top);
    }

    /// <summary>Reads points written as numbers between separators, x before y; null where they are not 136 finite numbers.</summary>
    public static Point2[]? Parse(string text, params ReadOnlySpan<char> separators)
    {
        string[] cells = text.Split(separators.ToArray(), StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (cells.Length != 2 * Count)
            return null;
        Point2[] points = new Point2[Count];
        for (int point = 0; point < Count; point++)
        {
            if (!TryNumber(cells[2 * point], out float x) || !TryNumber(cells[2 * point + 1], out float y))
                return null;
            points[point] = new Point2(x, y);
        }
        return points;
    }

    /// <summary>Reads a <c>.pts</c> file: <c>version: 1</c>, <c>n_points: 68</c>, the points between braces, one a line.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The points in pixels with centres at .5; the file counts the first pixel's centre as 1.</returns>
    /// <exception cref="UserErrorException">The file cannot be read or does not hold 68 points.</exception>
    public static Point2[] ReadPts(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The landmarks {path} cannot be read ({error.Message.TrimEnd('.')}); copy the dataset again.", error);
        }
        int open = text.IndexOf('{'), close = text.IndexOf('}');
        if (open < 0 || close < open || Parse(text[(open + 1)..close], ' ', '\t', '\r', '\n') is not { } points)
            throw new UserErrorException($"{path} does not hold 68 points between braces; it is not a .pts file of 68 landmarks.");
        const float FirstPixelCenter = 0.5f;
        return Array.ConvertAll(points, point => new Point2(point.X - FirstPixelCenter, point.Y - FirstPixelCenter));
    }

    private static bool TryNumber(string text, out float number) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);

    private static int[] MakeMirrorOrder()
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        for (int jaw = 0; jaw <= 16; jaw++)
            order[jaw] = 16 - jaw;
        for (int brow = 17; brow <= 26; brow++)
            order[brow] = 17 + 26 - brow;
        for (int nostril = 31; nostril <= 35; nostril++)
            order[nostril] = 31 + 35 - nostril;
        foreach ((int left, int right) in s_rings)
            (order[left], order[right]) = (right, left);
        return order;
    }
}
