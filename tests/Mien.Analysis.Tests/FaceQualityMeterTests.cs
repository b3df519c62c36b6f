using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class FaceQualityMeterTests
{
    private readonly FaceQualityMeter _quality = new();

    [Fact]
    public void A_sharp_bright_large_sure_face_is_better_than_one_that_lacks_any_of_it()
    {
        using VideoFrame sharp = Pattern(1, 128, 60), blurred = Pattern(40, 128, 60), dark = Pattern(1, 12, 8);
        FaceDetection face = new(new BoundingBox(20, 20, 120, 120), 0.95f);
        float good = Score(sharp, face);
        Assert.InRange(good, 0.8f, 1f);
        Assert.True(Score(blurred, face) < 0.8f * good);
        Assert.True(Score(dark, face) < 0.8f * good);
        Assert.True(Score(sharp, face with { Confidence = 0.2f }) < 0.8f * good);
        Assert.True(Score(sharp, face with { Box = new BoundingBox(20, 20, 14, 14) }) < 0.8f * good);
    }

    [Fact]
    public void The_formula_is_the_documented_one()
    {
        // One even grey: no sharpness at all, so nothing can be read.
        using VideoFrame flat = Pattern(1, 100, 0);
        Assert.Equal(0f, Score(flat, new FaceDetection(new BoundingBox(0, 0, 100, 100), 1)));
        // A checkerboard of the grid's cells 96 +- 20: Laplacian +-160 inside, variance 160^2 = 25600.
        using VideoFrame board = new(48, 48);
        for (int y = 0; y < 48; y++)
            for (int x = 0; x < 48; x++)
                board.Rgb.Span.Slice((y * 48 + x) * 3, 3).Fill((byte)((x + y) % 2 == 0 ? 116 : 76));
        double size = 48 / 64.0, sharpness = 25600 / (25600 + 60.0);
        Assert.Equal(Math.Pow(0.8 * size * sharpness * 1, 0.25), Score(board, new FaceDetection(new BoundingBox(0, 0, 48, 48), 0.8f)), 4);
    }

    [Fact]
    public void Boxes_beyond_the_picture_and_empty_ones_are_harmless()
    {
        using VideoFrame frame = Pattern(1, 128, 60);
        Assert.InRange(Score(frame, new FaceDetection(new BoundingBox(-500, -500, 4000, 4000), 1)), 0, 1);
        Assert.Equal(0f, Score(frame, new FaceDetection(new BoundingBox(5, 5, 0, 10), 1)));
    }

    [Fact]
    public void A_face_that_is_turned_away_or_hidden_is_worth_less_by_the_formula()
    {
        using VideoFrame sharp = Pattern(1, 128, 60);
        FaceDetection face = new(new BoundingBox(20, 20, 120, 120), 0.95f);
        FaceLandmarks68 frontal = Landmarks(yaw: 0), turned = Landmarks(yaw: 50);
        float alone = Score(sharp, face);

        FaceQuality straight = _quality.Measure(sharp, face, frontal), aside = _quality.Measure(sharp, face, turned);
        Assert.Equal(alone, straight.Score, 0.01f);
        Assert.Equal(50, aside.Pose!.Value.Yaw, 0.5f);
        Assert.Equal(alone * Math.Exp(-Math.Pow(aside.Pose.Value.Yaw / 55, 2) - Math.Pow(aside.Pose.Value.Pitch / 45, 2)), aside.Score, 1e-4);
        FaceQuality hidden = _quality.Measure(sharp, face, frontal with { Hidden = [.. Enumerable.Range(0, 68).Select(i => i >= 48 ? 1f : 0)] });
        Assert.Equal(20f / 51, hidden.Occlusion!.Value, 1e-5f);
        Assert.Equal(straight.Score * (1 - 20f / 51), hidden.Score, 1e-4f);
        Assert.Null(_quality.Measure(sharp, face).Pose);
    }

    [Fact]
    public void Measuring_allocates_nothing()
    {
        using VideoFrame frame = Pattern(1, 128, 60);
        FaceDetection face = new(new BoundingBox(20, 20, 120, 120), 0.95f);
        _quality.Measure(frame, face);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _quality.Measure(frame, face);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private float Score(VideoFrame frame, FaceDetection face) => _quality.Measure(frame, face).Score;

    // The fourteen points that decide the pose, on a head 100 cm away that turns about the vertical, in a picture of 160 pixels.
    private static FaceLandmarks68 Landmarks(double yaw)
    {
        (int Point, double X, double Y, double Z)[] head =
        [
            (17, -6.825897, -6.760612, -4.402142), (21, -1.330353, -7.122144, -6.903745), (22, 1.330353, -7.122144, -6.903745), (26, 6.825897, -6.760612, -4.402142),
            (36, -5.311432, -5.485328, -3.987654), (39, -1.78993, -5.393625, -4.413414), (42, 1.78993, -5.393625, -4.413414), (45, 5.311432, -5.485328, -3.987654),
            (31, -2.005628, -1.409845, -6.165652), (35, 2.005628, -1.409845, -6.165652), (48, -2.774015, 2.080775, -5.048531), (54, 2.774015, 2.080775, -5.048531),
            (57, 0, 3.116408, -6.097667), (8, 0, 7.415691, -4.070434),
        ];
        Point2[] points = new Point2[68];
        (double sine, double cosine) = Math.SinCos(yaw * Math.PI / 180);
        foreach ((int point, double x, double y, double z) in head)
        {
            double depth = 100 + sine * x + cosine * z;
            points[point] = new Point2((float)(80 + 160 * (cosine * x - sine * z) / depth), (float)(80 + 160 * y / depth));
        }
        return new FaceLandmarks68(points, new float[68]);
    }

    /// <summary>160 x 160 pixels of stripes whose edges are ramps of a width: brightness +- contrast.</summary>
    private static VideoFrame Pattern(int rampPixels, double brightness, double contrast)
    {
        VideoFrame frame = new(160, 160);
        Span<byte> rgb = frame.Rgb.Span;
        for (int y = 0; y < 160; y++)
        {
            for (int x = 0; x < 160; x++)
            {
                double wave = Math.Clamp(Math.Sin(2 * Math.PI * (x + y) / 32) * 16 / rampPixels, -1, 1);
                rgb.Slice((y * 160 + x) * 3, 3).Fill((byte)(brightness + contrast * wave * Math.Min(1, 6.0 / rampPixels)));
            }
        }
        return frame;
    }
}
