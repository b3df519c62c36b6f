using Mien.Core;

namespace Mien.Vision.Tests;

public sealed class HeadPoseEstimatorTests
{
    private const int Width = 640, Height = 480;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(30, 0, 0)]
    [InlineData(-55, 0, 0)]
    [InlineData(0, 25, 0)]
    [InlineData(0, -30, 0)]
    [InlineData(0, 0, 40)]
    [InlineData(0, 0, -120)]
    [InlineData(35, -20, 15)]
    [InlineData(-60, 25, -30)]
    public void APoseThatWasProjectedIsFoundAgain(float yaw, float pitch, float roll)
    {
        foreach (double distance in new[] { 35.0, 80, 400 })
        {
            HeadPose pose = HeadPoseEstimator.Estimate(Project(yaw, pitch, roll, (0, 0, distance)), Width, Height)!.Value;

            Assert.Equal(yaw, pose.Yaw, 0.02f);
            Assert.Equal(pitch, pose.Pitch, 0.02f);
            Assert.Equal(roll, pose.Roll, 0.02f);
        }
    }

    [Fact]
    public void AFaceAtThePicturesEdgeThatLooksIntoTheCameraIsFrontal()
    {
        // Parallel to the camera's axis, 20 cm aside at 60 cm: seen from its left by atan(20 / 60).
        HeadPose pose = HeadPoseEstimator.Estimate(Project(0, 0, 0, (20, 0, 60)), Width, Height)!.Value;

        Assert.Equal(Math.Atan2(20, 60) * 180 / Math.PI, pose.Yaw, 0.05f);
        Assert.Equal(0, pose.Pitch, 0.05f);
    }

    [Fact]
    public void AMirroredFaceIsTurnedTheOtherWay()
    {
        FaceLandmarks68 face = Project(25, -10, 12, (3, -2, 70));
        FaceLandmarks68 mirrored = face with { Points = [.. Enumerable.Range(0, 68).Select(i => face.Points[MirrorOf(i)]).Select(p => new Point2(Width - p.X, p.Y))] };

        HeadPose one = HeadPoseEstimator.Estimate(face, Width, Height)!.Value, other = HeadPoseEstimator.Estimate(mirrored, Width, Height)!.Value;

        Assert.Equal(-one.Yaw, other.Yaw, 0.05f);
        Assert.Equal(one.Pitch, other.Pitch, 0.05f);
        Assert.Equal(-one.Roll, other.Roll, 0.05f);
    }

    [Fact]
    public void TremblingPointsMoveThePoseByFewDegrees()
    {
        Random random = new(1);
        FaceLandmarks68 face = Project(20, 10, -5, (0, 0, 70)); // about 130 pixels wide
        double worst = 0;
        for (int i = 0; i < 200; i++)
        {
            FaceLandmarks68 noisy = face with { Points = [.. face.Points.Select(p => new Point2(p.X + random.NextSingle() * 4 - 2, p.Y + random.NextSingle() * 4 - 2))] };
            HeadPose pose = HeadPoseEstimator.Estimate(noisy, Width, Height)!.Value;
            worst = Math.Max(worst, Math.Max(Math.Abs(pose.Yaw - 20), Math.Abs(pose.Roll + 5)));
        }
        Assert.InRange(worst, 0.1, 6);
    }

    [Fact]
    public void AHiddenPointThatIsWrongMattersLittle()
    {
        FaceLandmarks68 face = Project(0, 0, 0, (0, 0, 70));
        Point2[] points = [.. face.Points];
        points[48] = new Point2(points[48].X + 25, points[48].Y);
        float[] hidden = new float[68];
        hidden[48] = 1;

        float seen = Math.Abs(HeadPoseEstimator.Estimate(face with { Points = points }, Width, Height)!.Value.Yaw);
        float known = Math.Abs(HeadPoseEstimator.Estimate(new FaceLandmarks68(points, hidden), Width, Height)!.Value.Yaw);

        Assert.True(known < seen / 3, $"{known} against {seen}");
    }

    [Fact]
    public void PointsInOnePlaceHaveNoPose()
    {
        Assert.Null(HeadPoseEstimator.Estimate(new FaceLandmarks68(Enumerable.Repeat(new Point2(10, 10), 68).ToArray(), new float[68]), Width, Height));
        Assert.Null(HeadPoseEstimator.Estimate(new FaceLandmarks68(Enumerable.Repeat(new Point2(float.NaN, 10), 68).ToArray(), new float[68]), Width, Height));
    }

    // The head's points turned by roll about the nose's direction, then by pitch, then by yaw, and seen by a camera whose focal length is the picture's width.
    private static FaceLandmarks68 Project(double yaw, double pitch, double roll, (double X, double Y, double Z) at)
    {
        (double sy, double cy) = Math.SinCos(yaw * Math.PI / 180);
        (double sp, double cp) = Math.SinCos(pitch * Math.PI / 180);
        (double sr, double cr) = Math.SinCos(roll * Math.PI / 180);
        Point2[] points = new Point2[68];
        for (int i = 0; i < MeanFace.Count; i++)
        {
            (double x, double y, double z) = (MeanFace.Points[3 * i], MeanFace.Points[3 * i + 1], MeanFace.Points[3 * i + 2]);
            (x, y) = (cr * x - sr * y, sr * x + cr * y); // clockwise where y points down
            (y, z) = (cp * y + sp * z, -sp * y + cp * z); // the nose, at -z, goes up
            (x, z) = (cy * x - sy * z, sy * x + cy * z); // the nose goes right
            (x, y, z) = (x + at.X, y + at.Y, z + at.Z);
            points[MeanFace.Landmarks[i]] = new Point2((float)(Width / 2.0 + Width * x / z), (float)(Height / 2.0 + Width * y / z));
        }
        return new FaceLandmarks68(points, new float[68]);
    }

    private static int MirrorOf(int point) => point switch
    {
        8 or 57 => point,
        < 17 => 16 - point,
        < 27 => 43 - point,
        31 or 35 => 66 - point,
        36 or 45 => 81 - point,
        39 or 42 => 81 - point,
        48 or 54 => 102 - point,
        _ => point,
    };
}
