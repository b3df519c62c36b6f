using Mien.Core;

namespace Mien.Vision.Tests.Support;

/// <summary>
/// Finds painted people by the colours of their skins, wherever in a picture of whatever size, so that it works on whole
/// frames and on windows alike. Faces of which less than three fifths are to be seen are not found; of others the part that is seen is.
/// </summary>
internal sealed class SkinDetector(IReadOnlyList<PaintedPerson> people, int seed = 1) : IFaceDetector
{
    private const int Tolerance = 26;
    private const float LeastShare = 0.6f;
    private readonly Random _random = new(seed);

    /// <summary>How much the boxes tremble: half the range, in face sizes.</summary>
    public float Jitter { get; init; }

    /// <summary>Whether a person is missed in a frame of a number.</summary>
    public Func<long, int, bool> Misses { get; init; } = (_, _) => false;

    /// <summary>Whose the last call's faces are: indices of people.</summary>
    public List<int> Found { get; } = [];

    /// <summary>Width and height of each picture that was searched.</summary>
    public List<(int Width, int Height)> Searched { get; } = [];

    public string Name => "skin";

    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
    {
        Searched.Add((frame.Width, frame.Height));
        Found.Clear();
        List<FaceDetection> faces = [];
        for (int i = 0; i < people.Count; i++)
        {
            if (Misses(frame.Index, i) || people[i].Place((int)frame.Index) is not { } truth)
                continue;
            // In a window, which is made for a face of about the true size, pixels are smaller.
            float scale = frame.Width == PaintedFilm.Width ? 1 : Math.Max(truth.Width, truth.Height) * 2.2f / frame.Width;
            (BoundingBox box, int pixels) = Bounds(frame, people[i].Skin);
            if (pixels * scale * scale < LeastShare * truth.Area)
                continue;
            float size = MathF.Sqrt(box.Area) * Jitter;
            box = new BoundingBox(box.X + Shake(size), box.Y + Shake(size), box.Width + Shake(size), box.Height + Shake(size));
            faces.Add(new FaceDetection(box, 0.9f, new FaceLandmarks5(At(box, 0.3f, 0.35f), At(box, 0.7f, 0.35f), At(box, 0.5f, 0.55f), At(box, 0.35f, 0.8f), At(box, 0.65f, 0.8f))));
            Found.Add(i);
        }
        return faces;
    }

    public void Dispose()
    {
    }

    private static Point2 At(BoundingBox box, float x, float y) => new(box.X + x * box.Width, box.Y + y * box.Height);

    private float Shake(float size) => size * (2 * (float)_random.NextDouble() - 1);

    private static (BoundingBox Box, int Pixels) Bounds(VideoFrame frame, Rgb skin)
    {
        ReadOnlySpan<byte> rgb = frame.Rgb.Span;
        (int left, int top, int right, int bottom, int count) = (frame.Width, frame.Height, 0, 0, 0);
        for (int y = 0, i = 0; y < frame.Height; y++)
            for (int x = 0; x < frame.Width; x++, i += 3)
                if (Math.Abs(rgb[i] - skin.R) < Tolerance && Math.Abs(rgb[i + 1] - skin.G) < Tolerance && Math.Abs(rgb[i + 2] - skin.B) < Tolerance)
                {
                    (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
                    count++;
                }
        return (new BoundingBox(left, top, right - left, bottom - top), count);
    }
}
