using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Vision;

namespace Mien.Analysis.Tests.Browser;

/// <summary>
/// Three people, drawn as blocks of colour, who cross, leave, come back and are missed now and then, with detections that tremble: what the
/// tracker makes of them. The detections are in the file; the blocks are drawn from <c>people</c>.
/// </summary>
internal static class TrackingGolden
{
    private const int Width = 320, Height = 240, Frames = 60;
    private const long FrameMicroseconds = 40_000;

    private static readonly (byte Red, byte Green, byte Blue)[] s_colors = [(200, 150, 130), (120, 90, 70), (230, 190, 60)];

    public static JsonObject Make()
    {
        Random random = new(5);
        FaceTracker tracker = new();
        JsonArray frames = [];
        for (int index = 0; index < Frames; index++)
        {
            MediaTime time = new(index * FrameMicroseconds);
            List<(int Person, BoundingBox Box)> people = [.. Enumerable.Range(0, s_colors.Length).Where(person => IsThere(person, index)).Select(person => (person, Place(person, index)))];
            List<FaceDetection> detections = [.. people.Where(_ => random.NextDouble() > 0.12).Select(one => Detect(one.Box, random))];
            using VideoFrame frame = Draw(people, time);
            JsonArray drawn = [], found = [], tracked = [];
            foreach ((int person, BoundingBox box) in people)
            {
                (byte red, byte green, byte blue) = s_colors[person];
                drawn.Add(new JsonArray((int)box.X, (int)box.Y, (int)box.Width, (int)box.Height, red, green, blue));
            }
            foreach (FaceDetection face in detections)
                found.Add(GoldenJson.Face(face));
            foreach (TrackedFace face in tracker.Update(time, detections, frame))
            {
                JsonObject json = GoldenJson.Face(face.Detection);
                json["id"] = face.Id;
                tracked.Add(json);
            }
            frames.Add(new JsonObject { ["time"] = time.Microseconds, ["people"] = drawn, ["detections"] = found, ["tracked"] = tracked });
        }
        return new JsonObject { ["width"] = Width, ["height"] = Height, ["frames"] = frames };
    }

    // The second is away for a second, the third comes late.
    private static bool IsThere(int person, int frame) => person switch { 1 => frame is < 22 or > 47, 2 => frame > 12, _ => true };

    // The first two cross; the third goes down.
    private static BoundingBox Place(int person, int frame) => person switch
    {
        0 => new(20 + 4 * frame, 60, 44, 56),
        1 => new(260 - 4 * frame, 70, 40, 52),
        _ => new(140, 20 + 2 * frame, 36, 48),
    };

    private static FaceDetection Detect(BoundingBox box, Random random)
    {
        float left = box.X + Tremble(), top = box.Y + Tremble(), width = box.Width + Tremble(), height = box.Height + Tremble();
        Point2 At(float x, float y) => new(left + x * width + Tremble() / 2, top + y * height + Tremble() / 2);
        return new FaceDetection(
            new BoundingBox(left, top, width, height), 0.5f + 0.45f * random.NextSingle(),
            new FaceLandmarks5(At(0.3f, 0.4f), At(0.7f, 0.4f), At(0.5f, 0.6f), At(0.35f, 0.8f), At(0.65f, 0.8f)));

        float Tremble() => 3 * (random.NextSingle() - 0.5f);
    }

    private static VideoFrame Draw(List<(int Person, BoundingBox Box)> people, MediaTime time)
    {
        VideoFrame frame = new GoldenScene(null, Width, Height).Draw("", time);
        Span<byte> rgb = frame.Rgb.Span;
        foreach ((int person, BoundingBox box) in people)
            for (int y = (int)box.Y; y < Math.Min(Height, box.Bottom); y++)
                for (int x = Math.Max(0, (int)box.X); x < Math.Min(Width, box.Right); x++)
                    (rgb[(y * Width + x) * 3], rgb[(y * Width + x) * 3 + 1], rgb[(y * Width + x) * 3 + 2]) = s_colors[person];
        return frame;
    }
}
