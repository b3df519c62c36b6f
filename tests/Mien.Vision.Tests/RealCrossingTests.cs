using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Media;

namespace Mien.Vision.Tests;

/// <summary>Real people, found by the shipped detector, composed so that they cross, vanish and replace each other.</summary>
public sealed class RealCrossingTests
{
    private const int Side = 160; // of a patch with a person's head and shoulders
    private const int Width = 480, Height = 270;

    [Theory]
    [InlineData("bbaf2n.mpg", "lwbsza.mpg", 1)]
    [InlineData("single_face.mp4", "swiz3n.mpg", 2)]
    [InlineData("obama_20s.mp4", "lbax4n.mpg", 3)]
    public async Task PeopleWhoCrossKeepTheirIds(string behind, string before, int detectEvery)
    {
        using IFaceDetector detector = Detector();
        List<VideoFrame> left = await Heads(behind, 70, detector), right = await Heads(before, 70, detector);
        FaceFollower follower = new(detector, null, detectEvery);
        (HashSet<int> idsBehind, HashSet<int> idsBefore, int hidden) = ([], [], 0);
        for (int i = 0; i < 70; i++)
        {
            using VideoFrame frame = Wall(i);
            (int xBehind, int xBefore) = (10 + 4 * i, Width - Side - 10 - 4 * i);
            Paste(left[i], frame, xBehind, 50);
            Paste(right[i], frame, xBefore, 60);
            IReadOnlyList<TrackedFace> faces = follower.Follow(frame);
            // Only where both patches stand clear of each other is it certain who is who.
            if (Math.Abs(xBehind - xBefore) < Side)
            {
                hidden += faces.Count < 2 ? 1 : 0;
                continue;
            }
            foreach (TrackedFace face in faces)
                (Math.Abs(face.Detection.Box.Center.X - xBehind - Side / 2f) < Side / 2f ? idsBehind : idsBefore).Add(face.Id);
        }
        Dispose(left, right);
        Assert.True(hidden >= 5, $"one hid the other in {hidden} frames only");
        Assert.Equal([1], Assert.Single([idsBehind.Order().ToArray(), idsBefore.Order().ToArray()], ids => ids.Contains(1)));
        Assert.Equal([2], Assert.Single([idsBehind.Order().ToArray(), idsBefore.Order().ToArray()], ids => ids.Contains(2)));
        Assert.Equal(2, follower.PersonCount);
    }

    [Theory]
    [InlineData("WolfgangLanger_Pexels.mp4", 1)]
    [InlineData("WolfgangLanger_Pexels.mp4", 3)]
    [InlineData("obama_20s.mp4", 1)]
    public async Task SomebodyHiddenForTwoSecondsKeepsTheId(string clip, int detectEvery)
    {
        using IFaceDetector detector = Detector();
        FaceFollower follower = new(detector, null, detectEvery);
        MediaFileSource source = await MediaFileSource.OpenAsync(SharedData.Require($"clips/{clip}"));
        (HashSet<int> ids, int without, int after) = ([], 0, 0);
        await foreach (VideoFrame frame in source.ReadFramesAsync())
            using (frame)
            {
                bool isHidden = frame.Time.Seconds % 5 is >= 2.5 and < 4.5;
                if (isHidden)
                    frame.Rgb.Span.Fill(90);
                IReadOnlyList<TrackedFace> faces = follower.Follow(frame);
                ids.UnionWith(faces.Select(face => face.Id));
                without += isHidden && faces.Count == 0 ? 1 : 0;
                after += frame.Time.Seconds > 4.6 && faces.Count == 1 ? 1 : 0;
                if (frame.Time.Seconds > 12)
                    break;
            }
        Assert.True(without > 50, $"gone in {without} frames");
        Assert.True(after > 90, $"back in {after} frames");
        Assert.Equal([1], ids);
    }

    [Fact]
    public async Task ACutToSomebodyElseInTheSamePlaceIsAnotherPerson()
    {
        using IFaceDetector detector = Detector();
        List<VideoFrame> one = await Heads("obama_20s.mp4", 60, detector), other = await Heads("lwbsza.mpg", 60, detector);
        FaceFollower follower = new(detector);
        List<int> ids = [];
        for (int i = 0; i < 60; i++)
        {
            using VideoFrame frame = Wall(i);
            Paste((i is >= 20 and < 40 ? other : one)[i], frame, 160, 50);
            ids.AddRange(follower.Follow(frame).Select(face => face.Id));
        }
        Dispose(one, other);
        // To the other one and back: the first is known again.
        Assert.Equal([1, 2, 1], ids.Where((id, i) => i == 0 || ids[i - 1] != id));
        Assert.True(ids.Count >= 48, $"somebody in {ids.Count} of 60 frames");
    }

    private static IFaceDetector Detector()
    {
        SharedData.Require("clips/obama_20s.mp4");
        return ShippedFaceFinder.OpenDetector(null, threads: 1, forTracking: true);
    }

    /// <summary>The head and shoulders of a clip's person, as squares around where the first frame shows the face.</summary>
    private static async Task<List<VideoFrame>> Heads(string clip, int count, IFaceDetector detector)
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(SharedData.Require($"clips/{clip}"));
        List<VideoFrame> heads = [];
        AffineTransform? cut = null;
        await foreach (VideoFrame frame in source.ReadFramesAsync())
            using (frame)
            {
                BoundingBox face = cut is null ? Assert.Single(detector.Detect(frame)).Box : default;
                float side = 2.2f * face.Height;
                cut ??= AffineTransform.ToBox(new BoundingBox(face.Center.X - side / 2, face.Center.Y - side * 0.42f, side, side), Side, Side);
                VideoFrame head = new(Side, Side);
                ImageSampler.SampleAffine(frame.Rgb.Span, frame.Width, frame.Height, 3, head.Rgb.Span, Side, Side, cut.Value);
                heads.Add(head);
                if (heads.Count == count)
                    break;
            }
        Assert.Equal(count, heads.Count);
        return heads;
    }

    private static VideoFrame Wall(int index)
    {
        VideoFrame frame = new(Width, Height, index, MediaTime.FromSeconds(index / 25.0));
        frame.Rgb.Span.Fill(128);
        return frame;
    }

    private static void Paste(VideoFrame patch, VideoFrame frame, int x, int y)
    {
        for (int row = 0; row < Side; row++)
            patch.Rgb.Span.Slice(row * Side * 3, Side * 3).CopyTo(frame.Rgb.Span[(((y + row) * Width + x) * 3)..]);
    }

    private static void Dispose(params List<VideoFrame>[] frames)
    {
        foreach (VideoFrame frame in frames.SelectMany(list => list))
            frame.Dispose();
    }
}
