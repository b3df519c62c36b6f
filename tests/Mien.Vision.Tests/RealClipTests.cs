using Mien.Core;
using Mien.Media;
using Mien.Vision.Tests.Support;

namespace Mien.Vision.Tests;

/// <summary>Real talking people: one of them must be one person, nearly always seen; a cartoon must be nobody.</summary>
public sealed class RealClipTests
{
    private const int LongestFrames = 100;

    public static TheoryData<string> OnePersonClips =>
    [
        "bbaf2n.mpg", "brbk7n.mpg", "id2_vcd_swwp2s.mpg", "lbax4n.mpg", "lbbc2a.mpg", "lrwp9a.mpg", "lwbsza.mpg", "pwij3p.mpg",
        "sbia1a.mpg", "sbwe5n.mpg", "swiz3n.mpg", "obama_20s.mp4", "single_face.mp4",
    ];

    [Theory]
    [MemberData(nameof(OnePersonClips))]
    public async Task YuNetSeesOnePersonInNearlyEveryFrame(string clip)
    {
        using IFaceDetector detector = OnnxFaceDetector.Load(SharedData.Require("models/yunet_n_320_320.onnx"));
        await AssertOnePerson(clip, detector, share: 0.95);
    }

    [Theory]
    [MemberData(nameof(OnePersonClips))]
    public async Task HaarSeesOnePersonInMostFrames(string clip)
    {
        Installed.RequireCascades();
        using HaarFaceDetector detector = new();
        await AssertOnePerson(clip, detector, share: 0.85);
    }

    [Theory]
    [MemberData(nameof(OnePersonClips))]
    [InlineData("WolfgangLanger_Pexels.mp4")]
    public async Task TheShippedDetectorSeesOnePersonInEveryFrame(string clip)
    {
        using IFaceDetector detector = ShippedFaceFinder.OpenDetector(null, threads: 1, forTracking: true);
        await AssertOnePerson(clip, detector, share: 1);
    }

    [Fact]
    public async Task TheShippedDetectorFindsNoBoxInACartoon()
    {
        using IFaceDetector detector = ShippedFaceFinder.OpenDetector(null, threads: 1);
        MediaFileSource source = await MediaFileSource.OpenAsync(SharedData.Require("clips/no_face.mp4"));
        int frames = 0;
        await foreach (VideoFrame frame in source.ReadFramesAsync())
            using (frame)
            {
                Assert.Empty(detector.Detect(frame));
                frames++;
            }
        Assert.True(frames > 90);
    }

    [Fact]
    public async Task ACartoonIsNobody()
    {
        using IFaceDetector detector = OnnxFaceDetector.Load(SharedData.Require("models/yunet_n_320_320.onnx"));
        (int[] ids, _, int frames) = await Track("no_face.mp4", detector);
        Assert.True(frames > 90);
        Assert.Empty(ids);
    }

    private static async Task AssertOnePerson(string clip, IFaceDetector detector, double share)
    {
        (int[] ids, int withOne, int frames) = await Track(clip, detector);
        Assert.True(frames > 60);
        Assert.Equal([1], ids);
        Assert.True(withOne >= share * frames, $"one person in {withOne} of {frames} frames");
    }

    private static async Task<(int[] Ids, int WithOne, int Frames)> Track(string clip, IFaceDetector detector)
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(SharedData.Require($"clips/{clip}"));
        FaceTracker tracker = new();
        HashSet<int> ids = [];
        (int withOne, int frames) = (0, 0);
        await foreach (VideoFrame frame in source.ReadFramesAsync())
            using (frame)
            {
                IReadOnlyList<TrackedFace> people = tracker.Update(frame.Time, detector.Detect(frame));
                ids.UnionWith(people.Select(person => person.Id));
                withOne += people.Count == 1 ? 1 : 0;
                if (++frames == LongestFrames)
                    break;
            }
        return ([.. ids], withOne, frames);
    }
}
