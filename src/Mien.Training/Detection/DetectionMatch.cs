using Mien.Core;
using Mien.Data.Scenes;

namespace Mien.Training.Detection;

/// <summary>Compares what a detector found in one picture with the faces in it, as PASCAL VOC and WIDER FACE do.</summary>
public static class DetectionMatch
{
    /// <summary>The intersection over union from which on a box is a face's.</summary>
    public const float Overlap = 0.5f;

    // A box this much of which lies in an ignored region is not held against the detector.
    private const float IgnoredShare = 0.5f;

    /// <summary>Finds out what each detection is: the surest chooses first, and each face is found once.</summary>
    /// <param name="detections">The detections, the surest first.</param>
    /// <param name="faces">The picture's faces.</param>
    public static DetectionOutcome[] Compare(IReadOnlyList<FaceDetection> detections, IReadOnlyList<SceneFace> faces)
    {
        DetectionOutcome[] outcomes = new DetectionOutcome[detections.Count];
        bool[] found = new bool[faces.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            BoundingBox box = detections[i].Box;
            (int best, float overlap) = (-1, Overlap);
            for (int face = 0; face < faces.Count; face++)
                if (!faces[face].IsIgnored && !found[face] && faces[face].Box.IntersectionOverUnion(box) is var own && own >= overlap)
                    (best, overlap) = (face, own);
            if (best >= 0)
                (outcomes[i], found[best]) = (DetectionOutcome.True, true);
            else if (faces.Any(face => face.IsIgnored && (face.Box.IntersectionOverUnion(box) >= Overlap || ShareWithin(box, face.Box) >= IgnoredShare)))
                outcomes[i] = DetectionOutcome.Ignored;
        }
        return outcomes;
    }

    private static float ShareWithin(BoundingBox box, BoundingBox region)
    {
        float width = Math.Min(box.Right, region.Right) - Math.Max(box.X, region.X), height = Math.Min(box.Bottom, region.Bottom) - Math.Max(box.Y, region.Y);
        return width > 0 && height > 0 ? width * height / box.Area : 0;
    }
}
