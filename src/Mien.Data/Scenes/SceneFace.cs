using Mien.Core;

namespace Mien.Data.Scenes;

/// <summary>A face in a picture that detectors learn from or are tested on.</summary>
/// <param name="Box">Forehead to chin and ear to ear, in pixels of the picture.</param>
/// <param name="Points">Five points, or null where they are not known.</param>
/// <param name="IsIgnored">Whether it neither counts as found nor as missed: too small, too hidden, or not certain to be a face.</param>
public readonly record struct SceneFace(BoundingBox Box, FaceLandmarks5? Points, bool IsIgnored = false)
{
    /// <summary>The face that 68 landmarks mark.</summary>
    /// <param name="points">68 points in iBUG's order.</param>
    /// <remarks>
    /// The points reach from the brows to the chin, a detector's box to the middle of the forehead. The shares are medians over 847
    /// pictures of landmarks68's training people against YuNet's boxes, in units of the square root of the area of the points' rectangle.
    /// </remarks>
    public static SceneFace Of(IReadOnlyList<Point2> points)
    {
        const float Above = 0.32f, Below = -0.02f, Beside = -0.03f;
        BoundingBox extent = Faces.Landmarks68.BoxOf(points);
        float unit = MathF.Sqrt(extent.Area);
        return new SceneFace(
            new BoundingBox(extent.X - Beside * unit, extent.Y - Above * unit, extent.Width + 2 * Beside * unit, extent.Height + (Above + Below) * unit),
            FaceLandmarks68.ToFive(points));
    }

    /// <summary>Its size: the square root of the box's area, in pixels.</summary>
    public float Size => MathF.Sqrt(Box.Area);
}
