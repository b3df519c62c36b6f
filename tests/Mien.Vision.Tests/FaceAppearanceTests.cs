using Mien.Core;
using Mien.Vision.Tests.Support;

namespace Mien.Vision.Tests;

public sealed class FaceAppearanceTests
{
    private static readonly BoundingBox s_face = new(100, 50, 24, 30);

    [Fact]
    public void OnePersonLooksAlikeAtAnotherPlaceAndExposure()
    {
        FaceAppearance look = Measure(s_face, 1, s_face);
        Assert.Equal(0, look.DistanceTo(look));
        Assert.True(look.DistanceTo(Measure(s_face with { X = 60 }, 1, s_face with { X = 60 })) < 0.02f);
        Assert.True(look.DistanceTo(Measure(s_face, 0.6f, s_face)) < 0.04f);
        // A box that is a tenth off.
        Assert.True(look.DistanceTo(Measure(s_face, 1, s_face with { X = 102.4f, Y = 53 })) < new FaceTrackerOptions().ReturningAppearance);
    }

    [Fact]
    public void AnotherPersonLooksDifferent()
    {
        PaintedPerson other = new(new(140, 90, 60), new(20, 18, 16), new(200, 200, 190), _ => s_face);
        using VideoFrame frame = new PaintedFilm([other]).Paint(0);
        FaceAppearance look = new();
        look.Measure(frame, s_face);
        Assert.True(look.DistanceTo(Measure(s_face, 1, s_face)) > new FaceTrackerOptions().ChangedAppearance);
    }

    [Fact]
    public void WhatLiesBeyondTheFrameDoesNotCount()
    {
        BoundingBox low = s_face with { Y = PaintedFilm.Height - 32 };
        Assert.True(Measure(s_face, 1, s_face).DistanceTo(Measure(low, 1, low)) < 0.02f);
        FaceAppearance unseen = Measure(s_face, 1, new BoundingBox(-500, -500, 20, 20));
        Assert.Equal(0, unseen.DistanceTo(Measure(s_face, 1, s_face)));
    }

    [Fact]
    public void MovesTowardsAnotherLook()
    {
        FaceAppearance look = Measure(s_face, 1, s_face), other = Measure(s_face, 1, new BoundingBox(20, 20, 24, 30)), mean = Measure(s_face, 1, s_face);
        mean.MoveTowards(look, 1);
        Assert.Equal(0, mean.DistanceTo(look), 5);
        mean.MoveTowards(other, 0.25f);
        Assert.Equal(0.25f * look.DistanceTo(other), look.DistanceTo(mean), 3);
    }

    private static FaceAppearance Measure(BoundingBox place, float exposure, BoundingBox box)
    {
        PaintedPerson person = new(new(224, 172, 140), new(60, 40, 30), new(40, 60, 120), _ => place);
        using VideoFrame frame = new PaintedFilm([person]) { Exposure = _ => exposure }.Paint(0);
        FaceAppearance look = new();
        look.Measure(frame, box);
        return look;
    }
}
