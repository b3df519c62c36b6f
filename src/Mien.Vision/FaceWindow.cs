using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Vision;

/// <summary>The surroundings of an expected face, as a small picture for a detector.</summary>
internal static class FaceWindow
{
    // Wide enough for a face that moves by half its size, and for the detector to see what is around it.
    private const float SideInFaces = 2.2f;

    // A multiple of the coarsest stride; faces appear about as large in it as in a whole frame that a face fills to a quarter.
    private const int Pixels = 96;

    // Of a window's side: a face whose centre is nearer to the edge is cut off and is another window's.
    private const float Border = 0.2f;

    /// <summary>Looks for a face.</summary>
    /// <param name="detector">Finds faces in the window.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="expected">Where the face should be.</param>
    /// <param name="faces">Takes the faces found, in the frame's pixels.</param>
    public static void Search(IFaceDetector detector, VideoFrame frame, BoundingBox expected, List<FaceDetection> faces)
    {
        float side = Math.Max(1, SideInFaces * Math.Max(expected.Width, expected.Height)), scale = side / Pixels;
        Point2 center = expected.Center;
        BoundingBox place = new(center.X - side / 2, center.Y - side / 2, side, side);
        using VideoFrame window = new(Pixels, Pixels, frame.Index, frame.Time);
        ImageSampler.SampleAffine(frame.Rgb.Span, frame.Width, frame.Height, 3, window.Rgb.Span, Pixels, Pixels, AffineTransform.ToBox(place, Pixels, Pixels));
        foreach (FaceDetection face in detector.Detect(window))
        {
            Point2 at = face.Box.Center;
            if (Math.Min(Math.Min(at.X, at.Y), Pixels - Math.Max(at.X, at.Y)) >= Border * Pixels)
                faces.Add(ToFrame(face));
        }

        FaceDetection ToFrame(FaceDetection face)
        {
            BoundingBox box = face.Box;
            return face with
            {
                Box = new BoundingBox(place.X + box.X * scale, place.Y + box.Y * scale, box.Width * scale, box.Height * scale),
                Landmarks = face.Landmarks is { } points ? new FaceLandmarks5(Point(points.LeftEye), Point(points.RightEye), Point(points.Nose), Point(points.LeftMouth), Point(points.RightMouth)) : null,
            };
        }

        Point2 Point(Point2 point) => new(place.X + point.X * scale, place.Y + point.Y * scale);
    }
}
