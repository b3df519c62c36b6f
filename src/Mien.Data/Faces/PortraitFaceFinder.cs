using System.Runtime.InteropServices;
using Mien.Core;
using Mien.Data.Caching;
using Mien.Interop.OpenCv;
using Mien.Vision;

namespace Mien.Data.Faces;

/// <summary>Finds the faces of small portraits as inference finds those of frames: with surroundings, which a portrait lacks, made by repeating its edge.</summary>
internal static class PortraitFaceFinder
{
    private const int Zoom = 2; // detectors and landmark networks learned from larger faces
    private const float Margin = 0.5f; // of the portrait's side, on each of its four sides
    private const int FaceLength = 14; // box and five points

    /// <summary>The face of each portrait in its own pixels, or null where none is found.</summary>
    /// <param name="portraits">The portraits.</param>
    /// <param name="open">Makes what finds faces, one for each thread.</param>
    /// <param name="cache">Keeps what was found, or null.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static FaceDetection?[] Find(IReadOnlyList<GrayPicture> portraits, Func<IFaceDetector> open, ContentCache? cache, CancellationToken cancellationToken)
    {
        if (cache is null)
            return Search(portraits, open, cancellationToken);
        string key;
        using (IFaceDetector finder = open())
            key = ContentCache.KeyOf([.. portraits.SelectMany(portrait => portrait.Pixels.ToArray())], FormattableString.Invariant($"portrait-faces 1|{finder.Name}|{Zoom}|{Margin}"));
        if (cache.TryRead(key) is { } known && known.Length == portraits.Count * FaceLength * sizeof(float))
            return Unpack(MemoryMarshal.Cast<byte, float>(known));
        FaceDetection?[] faces = Search(portraits, open, cancellationToken);
        cache.Write(key, MemoryMarshal.AsBytes<float>(Pack(faces)));
        return faces;
    }

    private static FaceDetection?[] Search(IReadOnlyList<GrayPicture> portraits, Func<IFaceDetector> open, CancellationToken cancellationToken)
    {
        FaceDetection?[] faces = new FaceDetection?[portraits.Count];
        Parallel.For(0, portraits.Count, new ParallelOptions { CancellationToken = cancellationToken }, open, (index, _, finder) =>
        {
            faces[index] = FindOne(portraits[index], finder);
            return finder;
        }, finder => finder.Dispose());
        return faces;
    }

    private static FaceDetection? FindOne(GrayPicture portrait, IFaceDetector finder)
    {
        int left = (int)(portrait.Width * Margin), top = (int)(portrait.Height * Margin);
        using VideoFrame frame = new((portrait.Width + 2 * left) * Zoom, (portrait.Height + 2 * top) * Zoom);
        byte[] gray = new byte[frame.Width * frame.Height];
        ImageSampler.SampleAffine(portrait.Pixels.Span, portrait.Width, portrait.Height, 1, gray, frame.Width, frame.Height, new AffineTransform(1.0 / Zoom, 0, -left, 0, 1.0 / Zoom, -top));
        GrayImage.ToRgb(gray, frame.Rgb.Span);
        IReadOnlyList<FaceDetection> found = finder.Detect(frame);
        if (found.Count == 0)
            return null;
        FaceDetection face = found.MaxBy(candidate => candidate.Box.Area);
        FaceLandmarks5? points = face.Landmarks is { } five ? new FaceLandmarks5(Back(five.LeftEye), Back(five.RightEye), Back(five.Nose), Back(five.LeftMouth), Back(five.RightMouth)) : null;
        Point2 corner = Back(new Point2(face.Box.X, face.Box.Y));
        return new FaceDetection(new BoundingBox(corner.X, corner.Y, face.Box.Width / Zoom, face.Box.Height / Zoom), face.Confidence, points);

        Point2 Back(Point2 point) => new(point.X / Zoom - left, point.Y / Zoom - top);
    }

    // A face that was not found has no width; points that are not known are not numbers.
    private static float[] Pack(FaceDetection?[] faces)
    {
        float[] numbers = new float[faces.Length * FaceLength];
        for (int index = 0; index < faces.Length; index++)
        {
            if (faces[index] is not { } face)
                continue;
            FaceLandmarks5 p = face.Landmarks ?? new(new(float.NaN, 0), default, default, default, default);
            ReadOnlySpan<float> row = [face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height, p.LeftEye.X, p.LeftEye.Y, p.RightEye.X, p.RightEye.Y, p.Nose.X, p.Nose.Y, p.LeftMouth.X, p.LeftMouth.Y, p.RightMouth.X, p.RightMouth.Y];
            row.CopyTo(numbers.AsSpan(index * FaceLength));
        }
        return numbers;
    }

    private static FaceDetection?[] Unpack(ReadOnlySpan<float> numbers)
    {
        FaceDetection?[] faces = new FaceDetection?[numbers.Length / FaceLength];
        for (int index = 0; index < faces.Length; index++)
        {
            ReadOnlySpan<float> row = numbers.Slice(index * FaceLength, FaceLength);
            FaceLandmarks5? points = float.IsNaN(row[4]) ? null : new FaceLandmarks5(new(row[4], row[5]), new(row[6], row[7]), new(row[8], row[9]), new(row[10], row[11]), new(row[12], row[13]));
            faces[index] = row[2] > 0 ? new FaceDetection(new BoundingBox(row[0], row[1], row[2], row[3]), 1, points) : null;
        }
        return faces;
    }
}
