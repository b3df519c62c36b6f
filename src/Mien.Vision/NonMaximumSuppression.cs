using Mien.Core;

namespace Mien.Vision;

/// <summary>Keeps the surest of boxes that overlap: greedy non-maximum suppression.</summary>
public static class NonMaximumSuppression
{
    /// <summary>Sorts faces by confidence, the surest first, and drops each that overlaps a surer one.</summary>
    /// <param name="faces">The candidates; reordered and cut to those kept.</param>
    /// <param name="threshold">Boxes whose intersection over union is above this are the same face.</param>
    /// <param name="maximum">At most so many are kept.</param>
    public static void Apply(List<FaceDetection> faces, float threshold, int maximum)
    {
        faces.Sort(static (left, right) => right.Confidence.CompareTo(left.Confidence));
        int kept = 0;
        for (int i = 0; i < faces.Count && kept < maximum; i++)
        {
            bool isNew = true;
            for (int k = 0; k < kept && isNew; k++)
                isNew = faces[k].Box.IntersectionOverUnion(faces[i].Box) <= threshold;
            if (isNew)
                faces[kept++] = faces[i];
        }
        faces.RemoveRange(kept, faces.Count - kept);
    }
}
