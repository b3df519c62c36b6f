using Mien.Core;

namespace Mien.Data.Scenes;

/// <summary>
/// Faces as numbers of a sample: for each face 15, namely 1 for a face or 2 for one to ignore (0 where there are no more), the box's
/// left, top, width and height in pixels, and x and y of left eye, right eye, nose, left and right corner of the mouth, or
/// <see cref="Unknown"/> ten times.
/// </summary>
/// <param name="maxFaces">Faces a sample has room for; the largest come first, further ones are left out.</param>
public sealed class FaceTargets(int maxFaces)
{
    /// <summary>Stands for a coordinate that is not known.</summary>
    public const float Unknown = -10_000;

    /// <summary>Numbers a face.</summary>
    public const int Length = 15;

    /// <summary>Name of the numbers in a sample.</summary>
    public const string Name = "faces";

    private const float Face = 1, Ignored = 2;

    /// <summary>The numbers' place in a sample.</summary>
    public AuxiliaryTarget Target { get; } = new(Name, maxFaces * Length, float.NegativeInfinity);

    /// <summary>Writes faces.</summary>
    /// <param name="faces">The faces.</param>
    /// <param name="target">Receives them; every number is overwritten.</param>
    public void Write(IReadOnlyList<SceneFace> faces, Span<float> target)
    {
        target.Clear();
        for (int i = 0; i < Math.Min(faces.Count, maxFaces); i++)
        {
            SceneFace face = faces[i];
            Span<float> row = target.Slice(i * Length, Length);
            (row[0], row[1], row[2], row[3], row[4]) = (face.IsIgnored ? Ignored : Face, face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height);
            row[5..].Fill(Unknown);
            if (face.Points is { } points)
                (row[5], row[6], row[7], row[8], row[9], row[10], row[11], row[12], row[13], row[14]) =
                    (points.LeftEye.X, points.LeftEye.Y, points.RightEye.X, points.RightEye.Y, points.Nose.X, points.Nose.Y, points.LeftMouth.X, points.LeftMouth.Y, points.RightMouth.X, points.RightMouth.Y);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="target">The numbers of one sample.</param>
    public static IReadOnlyList<SceneFace> Read(ReadOnlySpan<float> target)
    {
        List<SceneFace> faces = [];
        for (int at = 0; at + Length <= target.Length && target[at] != 0; at += Length)
        {
            ReadOnlySpan<float> row = target.Slice(at, Length);
            FaceLandmarks5? points = row[5] == Unknown
                ? null
                : new FaceLandmarks5(new Point2(row[5], row[6]), new Point2(row[7], row[8]), new Point2(row[9], row[10]), new Point2(row[11], row[12]), new Point2(row[13], row[14]));
            faces.Add(new SceneFace(new BoundingBox(row[1], row[2], row[3], row[4]), points, row[0] == Ignored));
        }
        return faces;
    }
}
