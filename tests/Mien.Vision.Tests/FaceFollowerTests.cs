using Mien.Core;
using Mien.Vision.Tests.Support;

namespace Mien.Vision.Tests;

public sealed class FaceFollowerTests
{
    private static readonly PaintedPerson s_walker = Person(i => new BoundingBox(30 + 60 * (1 - MathF.Cos(i / 15f)), 50 + 10 * MathF.Sin(i / 9f), 24, 30));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void SearchesEveryNthFrameAndKeepsTheBoxes(int every)
    {
        PaintedFilm film = new([s_walker]);
        using SkinDetector detector = new([s_walker]) { Jitter = 0.02f }, reference = new([s_walker]) { Jitter = 0.02f };
        FaceFollower follower = new(detector, null, every), all = new(reference);
        const int frames = 150;
        int equal = 0;
        for (int i = 0; i < frames; i++)
        {
            using VideoFrame frame = film.Paint(i);
            TrackedFace wanted = Assert.Single(all.Follow(frame));
            equal += follower.Follow(frame).Any(face => face.Detection.Box.IntersectionOverUnion(wanted.Detection.Box) >= 0.7f) ? 1 : 0;
        }
        Assert.True(equal >= 0.98 * frames, $"{equal} of {frames}");
        Assert.Equal(1, follower.PersonCount);
        Assert.Equal((frames + every - 1) / every, follower.SearchedFrames);
        Assert.Equal(follower.SearchedFrames, detector.Searched.Count(size => size.Width == PaintedFilm.Width));
        Assert.Equal(frames, detector.Searched.Count);
    }

    [Fact]
    public void AFaceThatIsNotInItsWindowIsLookedForEverywhere()
    {
        // At frame 21, two frames after a search, it leaps out of its window.
        PaintedPerson leaper = Person(i => new BoundingBox(i < 21 ? 30 : 150, 50, 24, 30));
        PaintedFilm film = new([leaper]);
        using SkinDetector detector = new([leaper]);
        FaceFollower follower = new(detector, null, 10);
        for (int i = 0; i < 30; i++)
        {
            using VideoFrame frame = film.Paint(i);
            IReadOnlyList<TrackedFace> faces = follower.Follow(frame);
            Assert.Contains(faces, face => face.Detection.Box.IntersectionOverUnion(leaper.Place(i)!.Value) > 0.7f);
        }
        Assert.Equal(4, follower.SearchedFrames); // 0, 10, 20 and
        Assert.Equal(PaintedFilm.Width, detector.Searched[22].Width); // after the window in vain
    }

    [Fact]
    public void ANewFaceIsNoticedInTheNextSearch()
    {
        PaintedPerson newcomer = new(new(140, 90, 60), new(20, 18, 16), new(200, 200, 190), i => i >= 7 ? new BoundingBox(190, 50, 24, 30) : null);
        PaintedFilm film = new([s_walker, newcomer]);
        using SkinDetector detector = new([s_walker, newcomer]);
        FaceFollower follower = new(detector, null, 5);
        List<int> counts = [];
        for (int i = 0; i < 13; i++)
        {
            using VideoFrame frame = film.Paint(i);
            counts.Add(follower.Follow(frame).Count);
        }
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2], counts);
    }

    [Fact]
    public void TheRateOfSearchesMayChangeOnTheWay()
    {
        PaintedFilm film = new([s_walker]);
        using SkinDetector detector = new([s_walker]);
        FaceFollower follower = new(detector);
        for (int i = 0; i < 30; i++)
        {
            follower.DetectEveryNthFrame = i < 10 ? 1 : 5;
            using VideoFrame frame = film.Paint(i);
            Assert.Single(follower.Follow(frame));
        }
        Assert.Equal(10 + 4, follower.SearchedFrames); // each of the first ten, then 14, 19, 24 and 29
        Assert.Throws<ArgumentOutOfRangeException>(() => follower.DetectEveryNthFrame = 0);
    }

    [Fact]
    public void RefusesWrongOptions()
    {
        using SkinDetector detector = new([]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceFollower(detector, null, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceFollower(detector, new FaceTrackerOptions { ReturningAppearance = 1 }));
    }

    private static PaintedPerson Person(Func<int, BoundingBox?> place) => new(new(224, 172, 140), new(60, 40, 30), new(40, 60, 120), place);
}
