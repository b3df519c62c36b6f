using System.Globalization;
using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Vision;

/// <summary>One portrait under ever worse conditions, and what the detector and the landmark network make of it: docs/images/faces.jpg.</summary>
internal static class ConditionSheet
{
    private const int Cell = 160, Caption = 18;
    private const float Usual = 60; // size of the face in pixels where it is not what is varied
    private const uint Found = 0x2FBF4F, Missed = 0xE0443A, Ink = 0x202020;

    private sealed record Condition(string Name, float Size = Usual, double Degrees = 0, int Shrink = 1, double Light = 1, int Jpeg = 0, (float X, float Y, float Width, float Height)? Cover = null);

    private static readonly Condition[][] s_rows =
    [
        [.. new[] { 60, 40, 24, 16, 12, 8 }.Select(size => new Condition($"{size} pixels", Size: size))],
        [.. new[] { 15, 30, 45, 60, 90, 180 }.Select(angle => new Condition($"leaning {angle} degrees", Degrees: angle))],
        [.. new[] { 2, 3, 4, 6, 8, 12 }.Select(factor => new Condition($"shrunk {factor} times", Shrink: factor))],
        [.. new[] { 0.5, 0.25, 0.12, 0.06, 0.03, 0.015 }.Select(light => new Condition($"{light:P1} of the light", Light: light))],
        [
            new("eyes hidden", Cover: (0, 0.25f, 1, 0.25f)), new("mouth hidden", Cover: (0, 0.6f, 1, 0.4f)), new("left half hidden", Cover: (0, 0, 0.5f, 1)),
            new("lower half hidden", Cover: (0, 0.45f, 1, 0.55f)), new("two thirds hidden", Cover: (0, 0.33f, 1, 0.7f)), new("upper half hidden", Cover: (0, -0.1f, 1, 0.62f)),
        ],
        [.. new[] { 40, 20, 10, 5, 3, 1 }.Select(quality => new Condition($"JPEG at {quality}", Jpeg: quality))],
    ];

    /// <summary>Draws the sheet.</summary>
    /// <param name="portrait">A picture with one face.</param>
    /// <param name="detector">Finds it.</param>
    /// <param name="landmarks">Finds its points, or null.</param>
    /// <param name="output">The JPEG file to write.</param>
    public static void Write(string portrait, IFaceDetector detector, FaceLandmarkEstimator? landmarks, string output)
    {
        using VideoFrame picture = ImageCodec.DecodeFile(portrait);
        BoundingBox face = detector.Detect(picture).MaxBy(found => found.Confidence).Box;
        using VideoFrame sheet = new(6 * Cell, s_rows.Length * (Cell + Caption));
        new Canvas(sheet).FillRectangle(new BoundingBox(0, 0, sheet.Width, sheet.Height), 0xFFFFFF);
        for (int row = 0; row < s_rows.Length; row++)
            for (int column = 0; column < s_rows[row].Length; column++)
                DrawCell(sheet, column * Cell, row * (Cell + Caption), s_rows[row][column], picture, face, detector, landmarks);
        File.WriteAllBytes(output, ImageCodec.EncodeJpeg(sheet, 88));
        Console.WriteLine($"wrote {output}");
    }

    private static void DrawCell(VideoFrame sheet, int left, int top, Condition condition, VideoFrame picture, BoundingBox face, IFaceDetector detector, FaceLandmarkEstimator? landmarks)
    {
        using VideoFrame scene = Make(condition, picture, face);
        float scale = condition.Size / MathF.Sqrt(face.Area), width = face.Width * scale, height = face.Height * scale;
        BoundingBox truth = new(Cell / 2f - width / 2, Cell / 2f - height / 2, width, height);
        FaceDetection? found = detector.Detect(scene).Where(candidate => Overlaps(candidate.Box, truth)).Select(candidate => (FaceDetection?)candidate).FirstOrDefault();
        Canvas canvas = new(scene);
        canvas.DrawRectangle(found?.Box ?? truth, found is null ? Missed : Found, found is null ? 1 : 2);
        string caption = condition.Name;
        if (found is { } known)
        {
            caption += string.Create(CultureInfo.InvariantCulture, $": {known.Confidence:0.00}");
            if (landmarks is not null && condition.Size >= 24)
                foreach (Point2 point in landmarks.Estimate(scene, known).Points)
                    canvas.FillRectangle(new BoundingBox(point.X - 0.5f, point.Y - 0.5f, 1, 1), 0xFFFFFF);
        }
        for (int y = 0; y < Cell; y++)
            scene.Rgb.Span.Slice(y * Cell * 3, Cell * 3).CopyTo(sheet.Rgb.Span[(((top + y) * sheet.Width + left) * 3)..]);
        new Canvas(sheet).DrawText(caption, new Point2(left + 3, top + Cell + 13), 8, found is null ? Missed : Ink);
    }

    // A leaning face's box is upright all the same: its middle and its size decide.
    private static bool Overlaps(BoundingBox box, BoundingBox truth)
    {
        float side = MathF.Sqrt(truth.Area), other = MathF.Sqrt(box.Area);
        return MathF.Max(MathF.Abs(box.Center.X - truth.Center.X), MathF.Abs(box.Center.Y - truth.Center.Y)) < 0.25f * side && other > 0.6f * side && other < 1.6f * side;
    }

    private static VideoFrame Make(Condition condition, VideoFrame picture, BoundingBox face)
    {
        VideoFrame scene = new(Cell, Cell);
        double scale = MathF.Sqrt(face.Area) / condition.Size, radians = condition.Degrees * Math.PI / 180, cosine = Math.Cos(radians) * scale, sine = Math.Sin(radians) * scale;
        Point2 middle = face.Center;
        AffineTransform map = new(cosine, sine, middle.X - (cosine + sine) * Cell / 2, -sine, cosine, middle.Y - (cosine - sine) * Cell / 2);
        ImageSampler.SampleAffine(picture.Rgb.Span, picture.Width, picture.Height, 3, scene.Rgb.Span, Cell, Cell, map);
        if (condition.Cover is { } cover)
        {
            float unit = condition.Size / MathF.Sqrt(face.Area), width = face.Width * unit, height = face.Height * unit;
            new Canvas(scene).FillRectangle(new BoundingBox(Cell / 2f - width / 2 + cover.X * width, Cell / 2f - height / 2 + cover.Y * height, cover.Width * width, cover.Height * height), 0x5B6B7A);
        }
        if (condition.Shrink > 1)
            Blur(scene, condition.Shrink);
        if (condition.Light < 1)
            foreach (ref byte value in scene.Rgb.Span)
                value = (byte)(value * condition.Light);
        if (condition.Jpeg > 0)
        {
            using VideoFrame decoded = ImageCodec.Decode(ImageCodec.EncodeJpeg(scene, condition.Jpeg), condition.Name);
            decoded.Rgb.Span.CopyTo(scene.Rgb.Span);
        }
        return scene;
    }

    private static void Blur(VideoFrame scene, int factor)
    {
        int side = Cell / factor;
        byte[] small = new byte[side * side * 3];
        ImageSampler.Resize(scene.Rgb.Span, Cell, Cell, 3, small, side, side, Interpolation.Area);
        ImageSampler.Resize(small, side, side, 3, scene.Rgb.Span, Cell, Cell, Interpolation.Linear);
    }
}
