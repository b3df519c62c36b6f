using Mien.Core;
using Mien.Vision.Tests.Support;

namespace Mien.Vision.Tests;

/// <summary>Ids over painted films whose truth is known: crossings, absences, cuts; many random ones of each.</summary>
public sealed class PeopleTrackingTests
{
    private const int Rate = PaintedFilm.FramesPerSecond;

    public static TheoryData<int> Seeds => [1, 2, 3, 7, 16, 18];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void PeopleWhoCrossKeepTheirIds(int seed)
    {
        Random random = new(seed);
        (float speed, float otherSpeed) = (2 + 2 * random.NextSingle(), 2 + 2 * random.NextSingle());
        (float y, float otherY) = (40 + 10 * random.NextSingle(), 40 + 10 * random.NextSingle());
        PaintedPerson[] people =
        [
            Person(0, i => Face(10 + speed * i, y + 2 * MathF.Sin(i / 5f))),
            Person(1, i => Face(200 - otherSpeed * i, otherY)),
        ];
        IdsOfPeople ids = Watch(people, 60, seed, missShare: 0.1f);
        Assert.True(ids.HiddenFrames >= 2, "nobody was hidden"); // else this tests nothing
        ids.AssertOneIdEach(2);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void PeopleWhoMeetAndTurnBackKeepTheirIds(int seed)
    {
        IdsOfPeople ids = Watch(MeetAndTurnBack(seed), 70, seed, missShare: 0.1f);
        Assert.True(ids.HiddenFrames >= 5, "nobody was hidden");
        ids.AssertOneIdEach(2);
    }

    [Fact]
    public void WithoutPixelsPeopleWhoTurnBackAreTakenForEachOther()
    {
        // Says that the films above need the look: motion alone takes turning back for walking on.
        int wrong = Enumerable.Range(1, 6).Count(seed => !Watch(MeetAndTurnBack(seed), 70, seed, missShare: 0.1f, withPixels: false).HasOneIdEach);
        Assert.True(wrong >= 3, $"{wrong} of 6");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AWalkerBehindAPillarForTwoSecondsIsTheSamePerson(int seed)
    {
        Random random = new(seed);
        float speed = 0.6f + 0.9f * random.NextSingle();
        // 24 pixels wide, seen until half of it is covered: hidden for the pillar's width over the speed.
        BoundingBox pillar = new(70, 0, speed * Rate * 2, PaintedFilm.Height);
        IdsOfPeople ids = Watch([Person(seed % 4, i => Face(20 + speed * i, 50))], (int)((200 - 20) / speed), seed, missShare: 0.05f, pillar: pillar);
        Assert.True(ids.HiddenFrames >= 1.9 * Rate, $"hidden for {ids.HiddenFrames} frames");
        ids.AssertOneIdEach(1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void SomebodyWhomTheDetectorMissesForTwoSecondsIsTheSamePerson(int seed)
    {
        Random random = new(seed);
        PaintedPerson[] people = [Person(seed % 4, i => Face(100 + 8 * MathF.Sin(i / 12f), 50)), Person((seed + 1) % 4, i => Face(30, 50 + 5 * MathF.Cos(i / 9f)))];
        int from = 20 + random.Next(20);
        IdsOfPeople ids = Watch(people, from + 3 * Rate, seed, missShare: 0.05f, missed: (frame, person) => person == 0 && frame >= from && frame < from + 2 * Rate);
        ids.AssertOneIdEach(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(1.5)]
    public void SomebodyElseInTheSamePlaceIsAnotherPersonAndTheFirstIsKnownAgain(double pauseSeconds)
    {
        int pause = (int)(pauseSeconds * Rate);
        PaintedPerson[] people =
        [
            Person(0, i => i < 20 || i >= 32 + pause ? Face(100, 50) : null),
            Person(1, i => i >= 20 + pause && i < 32 + pause ? Face(103, 52) : null),
        ];
        IdsOfPeople ids = Watch(people, 50 + pause, 1, missShare: 0);
        ids.AssertOneIdEach(2);
    }

    [Fact]
    public void AFlashOfLightMakesNobodyNew()
    {
        PaintedPerson[] people = [Person(0, i => Face(100 + i, 50))];
        PaintedFilm film = new(people) { Exposure = i => i is 20 or 21 ? 1.12f : 1 };
        FaceTracker tracker = new();
        for (int i = 0; i < 40; i++)
        {
            using VideoFrame frame = film.Paint(i);
            // An overexposed face is all white: that its colour is gone must not make it another's.
            if (i == 21)
                frame.Rgb.Span.Fill(250);
            tracker.Update(frame.Time, [new FaceDetection(Face(100 + i, 50), 0.9f, new FaceLandmarks5(default, default, default, default, default))], frame);
        }
        Assert.Equal(1, tracker.PersonCount);
    }

    private static PaintedPerson[] MeetAndTurnBack(int seed)
    {
        Random random = new(seed);
        float y = 45 + 6 * random.NextSingle(), speed = 2.4f + random.NextSingle();
        // To the middle in 30 frames, five frames together, and back.
        float Way(int i) => speed * (30 - Math.Max(0, Math.Abs(i - 35) - 5));
        return [Person(0, i => Face(105 - speed * 30 + Way(i), 48)), Person(1, i => Face(105 + speed * 30 - Way(i), y))];
    }

    private static BoundingBox Face(float x, float y) => new(x, y, 24, 30);

    private static PaintedPerson Person(int look, Func<int, BoundingBox?> place) => look switch
    {
        0 => new(new(224, 172, 140), new(60, 40, 30), new(40, 60, 120), place),
        1 => new(new(140, 90, 60), new(20, 18, 16), new(200, 200, 190), place),
        2 => new(new(240, 195, 170), new(190, 150, 90), new(150, 30, 40), place),
        _ => new(new(185, 130, 100), new(90, 85, 80), new(40, 110, 60), place),
    };

    private static IdsOfPeople Watch(
        PaintedPerson[] people, int frames, int seed, float missShare, BoundingBox? pillar = null, Func<long, int, bool>? missed = null, bool withPixels = true)
    {
        PaintedFilm film = new(people, seed, pillar);
        Random random = new(seed + 100);
        using SkinDetector detector = new(people, seed)
        {
            Jitter = 0.03f,
            Misses = (frame, person) => missed?.Invoke(frame, person) == true || random.NextSingle() < missShare,
        };
        FaceTracker tracker = new();
        IdsOfPeople ids = new(people.Length);
        for (int i = 0; i < frames; i++)
        {
            using VideoFrame frame = film.Paint(i);
            IReadOnlyList<FaceDetection> faces = detector.Detect(frame);
            IReadOnlyList<TrackedFace> tracked = tracker.Update(frame.Time, faces, withPixels ? frame : null);
            ids.Add(faces, detector.Found, tracked);
        }
        return ids;
    }

    /// <summary>Under which ids each person was shown.</summary>
    private sealed class IdsOfPeople(int count)
    {
        private readonly HashSet<int>[] _ids = [.. Enumerable.Range(0, count).Select(_ => new HashSet<int>())];
        private int _frames, _lastHidden;

        /// <summary>Frames, from the first to the last that shows everybody, in which somebody was not found.</summary>
        public int HiddenFrames { get; private set; }

        public bool HasOneIdEach => _ids.All(ids => ids.Count == 1) && _ids.SelectMany(ids => ids).Distinct().Count() == count;

        public void Add(IReadOnlyList<FaceDetection> faces, IReadOnlyList<int> people, IReadOnlyList<TrackedFace> tracked)
        {
            if (people.Count == count)
                (HiddenFrames, _frames) = (_lastHidden, _frames + 1);
            else if (_frames > 0)
                _lastHidden++;
            for (int f = 0; f < faces.Count; f++)
            {
                // Where a person is missed, the other's bridged box may be the nearest: those, which are less sure, do not count.
                TrackedFace[] best = [.. tracked.Where(face => face.Detection.Confidence > 0.5f).OrderByDescending(face => face.Detection.Box.IntersectionOverUnion(faces[f].Box)).Take(1)];
                if (best.Length == 1 && best[0].Detection.Box.IntersectionOverUnion(faces[f].Box) > 0.5f)
                    _ids[people[f]].Add(best[0].Id);
            }
        }

        public void AssertOneIdEach(int people)
        {
            Assert.Equal(people, count);
            Assert.True(HasOneIdEach, string.Join("; ", _ids.Select(ids => string.Join(", ", ids))));
        }
    }
}
