using Mien.Core;

namespace Mien.Vision.Tests;

public sealed class LandmarkSmootherTests
{
    private const double FaceSize = 120;
    private const int Lid = 37;

    [Theory]
    [InlineData(25)]
    [InlineData(30)]
    [InlineData(60)]
    public void ABlinkLagsByAtMostTwoFramesAndKeepsItsDepth(int framesPerSecond)
    {
        // Closed in 80 ms, shut for 40 ms, open again after 160 ms more: 6 of 120 pixels.
        double[] lid = Run(framesPerSecond, time => 6 * Blink(time - 1)), truth = [.. Enumerable.Range(0, lid.Length).Select(i => 6 * Blink((double)i / framesPerSecond - 1))];

        int closes = FirstFrom(truth, 0, y => y >= 3), seenCloses = FirstFrom(lid, 0, y => y >= 3), opens = FirstFrom(truth, closes, y => y < 3), seenOpens = FirstFrom(lid, seenCloses, y => y < 3);
        Assert.InRange(seenCloses - closes, 0, 2);
        Assert.InRange(seenOpens - opens, 0, 2);
        Assert.True(lid.Max() > 0.7 * 6, $"{lid.Max()}");
    }

    [Fact]
    public void TremblingIsSmoothedAway()
    {
        Random random = new(2);
        double[] noise = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble() - 0.5)];
        double[] smoothed = Run(25, time => noise[(int)Math.Round(time * 25) % noise.Length]);

        Assert.True(Deviation(smoothed) < 0.62 * Deviation(noise), $"{Deviation(smoothed)} against {Deviation(noise)}");
    }

    [Fact]
    public void PeopleAreApartAndTheAbsentAreForgotten()
    {
        LandmarkSmoother smoother = new();
        smoother.Smooth(1, MediaTime.FromSeconds(0), At(0), FaceSize);
        smoother.Smooth(2, MediaTime.FromSeconds(0), At(100), FaceSize);
        Assert.Equal(100, smoother.Smooth(2, MediaTime.FromSeconds(0.04), At(100), FaceSize).Points[Lid].Y, 1e-3f);
        Assert.Equal(2, smoother.TrackedCount);

        FaceLandmarks68 back = smoother.Smooth(1, MediaTime.FromSeconds(3), At(50), FaceSize);

        Assert.Equal(50, back.Points[Lid].Y);
        Assert.Equal(1, smoother.TrackedCount);
        Assert.Throws<ArgumentException>(() => smoother.Smooth(1, MediaTime.FromSeconds(3), At(50), FaceSize));
    }

    private static double[] Run(int framesPerSecond, Func<double, double> lid)
    {
        LandmarkSmoother smoother = new();
        return [.. Enumerable.Range(0, 2 * framesPerSecond).Select(frame =>
        {
            double time = (double)frame / framesPerSecond;
            return (double)smoother.Smooth(1, MediaTime.FromSeconds(time), At(lid(time)), FaceSize).Points[Lid].Y;
        })];
    }

    private static double Blink(double time) => time switch
    {
        < 0 or > 0.28 => 0,
        < 0.08 => time / 0.08,
        < 0.12 => 1,
        _ => 1 - (time - 0.12) / 0.16,
    };

    private static FaceLandmarks68 At(double y) => new(Enumerable.Repeat(new Point2(0, (float)y), FaceLandmarks68.Count).ToArray(), new float[FaceLandmarks68.Count]);

    private static int FirstFrom(double[] values, int start, Func<double, bool> holds) => Enumerable.Range(start, values.Length - start).First(i => holds(values[i]));

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(value => value * value) - Math.Pow(values.Average(), 2));
}
