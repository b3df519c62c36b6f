using Mien.Core;

namespace Mien.Vision.Tests;

public sealed class FaceTrackerTests
{
    private readonly FaceTracker _tracker = new();
    private MediaTime _time = MediaTime.Zero;

    [Fact]
    public void AFaceBecomesAPersonAfterThreeFramesAndKeepsItsId()
    {
        int[] counts = [.. Enumerable.Range(0, 10).Select(_ => Step(Face(100, 50)).Count)];
        Assert.Equal([0, 0, 1, 1, 1, 1, 1, 1, 1, 1], counts);
        Assert.Equal(1, Step(Face(101, 50))[0].Id);
        Assert.Equal(1, _tracker.PersonCount);
    }

    [Fact]
    public void AFaceThatANetworkIsSureOfIsAPersonAtOnce()
    {
        FaceLandmarks5 points = new(new(10, 10), new(20, 10), new(15, 15), new(12, 20), new(18, 20));
        Assert.Equal(1, Assert.Single(Step(Face(100, 50, 0.8f) with { Landmarks = points })).Id);
        Assert.Single(Step(Face(100, 50, 0.8f) with { Landmarks = points }, Face(300, 50, 0.65f) with { Landmarks = points }));
        Assert.Single(new FaceTracker().Update(MediaTime.Zero, [Face(100, 50, 0.8f) with { Landmarks = points }]));
        Assert.Empty(new FaceTracker(new FaceTrackerOptions { ImmediateConfidence = 1.1f }).Update(MediaTime.Zero, [Face(100, 50, 1) with { Landmarks = points }]));
        Assert.Empty(new FaceTracker().Update(MediaTime.Zero, [Face(100, 50, 1)])); // no points: a cascade
    }

    [Fact]
    public void FalseBoxesOfOneFrameNeverMakeAPerson()
    {
        Random random = new(5);
        for (int i = 0; i < 300; i++)
        {
            List<FaceDetection> faces = [Face(300, 200)];
            if (i % 7 == 3)
                faces.Add(Face(40 + i % 2 * 500, (float)random.NextDouble() * 300, 0.95f));
            Step([.. faces]);
        }
        Assert.Equal(1, _tracker.PersonCount);
    }

    [Fact]
    public void WeakFacesContinueAPersonAndStartNone()
    {
        for (int i = 0; i < 20; i++)
            Assert.Empty(Step(Face(100, 50, 0.5f)));
        for (int i = 0; i < 5; i++)
            Step(Face(100, 50, 0.9f));
        for (int i = 0; i < 60; i++)
            Assert.Equal((1, 0.5f), Step(Face(100, 50, 0.5f)).Select(person => (person.Id, person.Detection.Confidence)).Single());
    }

    [Fact]
    public void BridgesMissedFramesWithFallingConfidence()
    {
        for (int i = 0; i < 25; i++)
            Step(Face(100 + 4 * i, 50, 0.9f));
        IReadOnlyList<TrackedFace> first = Step(), second = Step();
        Assert.Equal(1, Assert.Single(first).Id);
        Assert.True(first[0].Detection.Confidence <= 0.45f);
        Assert.True(second[0].Detection.Confidence < first[0].Detection.Confidence);
        // It moves on at 4 pixels a frame, about where it would be.
        Assert.Equal(100 + 4 * 26, second[0].Detection.Box.X, 8f);
        Assert.True(second[0].Detection.Box.X > first[0].Detection.Box.X + 2);
        for (int i = 0; i < 10; i++)
            Step();
        Assert.Empty(Step());
        Assert.Equal(1, Assert.Single(Step(Face(200, 50))).Id);
    }

    [Theory]
    [InlineData(1.2, 1)]
    [InlineData(2.5, 2)]
    public void ReturningSoonKeepsTheIdAndReturningLateGetsAnother(double awaySeconds, int expectedId)
    {
        for (int i = 0; i < 10; i++)
            Step(Face(100, 50));
        for (int i = 0; i < awaySeconds * 25; i++)
            Step();
        IReadOnlyList<TrackedFace> people = [];
        for (int i = 0; i < 5; i++)
            people = Step(Face(110, 52));
        Assert.Equal(expectedId, Assert.Single(people).Id);
    }

    [Fact]
    public void TwoPeopleWhoPassEachOtherKeepTheirIds()
    {
        List<int> left = [], right = [];
        for (int i = 0; i < 80; i++)
        {
            (float a, float b) = (50 + 5 * i, 450 - 5 * i);
            FaceDetection[] faces = [Face(a, 100), Face(b, 115)];
            if (i % 2 == 1)
                Array.Reverse(faces);
            foreach (TrackedFace person in Step(faces))
                (Math.Abs(person.Detection.Box.Y - 100) < 7 ? left : right).Add(person.Id);
        }
        Assert.Equal([1], left.Distinct());
        Assert.Equal([2], right.Distinct());
        Assert.Equal(2, _tracker.PersonCount);
    }

    [Fact]
    public void SampledFramesFarApartStillFollow()
    {
        for (int i = 0; i < 20; i++)
            Step(TimeSpan.FromSeconds(2), Face(100 + (i % 3) * 25, 50));
        Assert.Equal(1, _tracker.PersonCount);
        Step(TimeSpan.FromSeconds(2));
        Assert.Equal(1, Assert.Single(Step(TimeSpan.FromSeconds(2), Face(100, 50))).Id);
    }

    [Fact]
    public void SmoothsTremblingAndFollowsMovement()
    {
        Random random = new(3);
        List<float> still = [];
        for (int i = 0; i < 200; i++)
        {
            IReadOnlyList<TrackedFace> people = Step(Face(100 + (float)(random.NextDouble() - 0.5) * 6, 50));
            if (i > 20)
                still.Add(people[0].Detection.Box.X);
        }
        // The measured deviation is 6 / sqrt(12) = 1.7.
        double mean = still.Average(), deviation = Math.Sqrt(still.Average(x => (x - mean) * (x - mean)));
        Assert.True(deviation < 1.0, $"deviation {deviation:F2}");
        float x = 100;
        for (int i = 0; i < 25; i++)
        {
            x += 8; // 200 pixels a second, two face sizes.
            float shown = Step(Face(x, 50))[0].Detection.Box.X;
            if (i > 10)
                Assert.True(x - shown < 20, $"lags {x - shown:F1} pixels");
        }
    }

    [Fact]
    public void LandmarksFollowTheBox()
    {
        FaceDetection face = Face(100, 50) with { Landmarks = new(new(130, 90), new(170, 90), new(150, 110), new(135, 125), new(165, 125)) };
        for (int i = 0; i < 5; i++)
            Step(face);
        Assert.Equal(face.Landmarks, Step(face)[0].Detection.Landmarks);
        Assert.Null(Step(face with { Landmarks = null })[0].Detection.Landmarks);
        Assert.Equal(face.Landmarks, Step(face)[0].Detection.Landmarks);
    }

    [Fact]
    public void OneHitIsEnoughForSinglePictures()
    {
        FaceTracker tracker = new(new FaceTrackerOptions { ConfirmationHits = 1, NewTrackConfidence = 0 });
        Assert.Equal([1, 2], tracker.Update(MediaTime.Zero, [Face(10, 10, 0.4f), Face(300, 10)]).Select(person => person.Id));
    }

    [Fact]
    public void RefusesTimeThatStandsStillAndWrongOptions()
    {
        Step(Face(1, 1));
        Assert.Throws<ArgumentException>(() => _tracker.Update(_time, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceTracker(new FaceTrackerOptions { ConfirmationHits = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceTracker(new FaceTrackerOptions { MaximumSizeRatio = 1 }));
    }

    private static FaceDetection Face(float x, float y, float confidence = 0.9f) => new(new BoundingBox(x, y, 100, 100), confidence);

    private IReadOnlyList<TrackedFace> Step(params FaceDetection[] faces) => Step(TimeSpan.FromSeconds(0.04), faces);

    private IReadOnlyList<TrackedFace> Step(TimeSpan after, params FaceDetection[] faces)
    {
        _time += after;
        return _tracker.Update(_time, faces);
    }
}
