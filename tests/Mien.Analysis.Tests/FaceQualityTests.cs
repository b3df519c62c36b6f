using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class FaceQualityTests
{
    private readonly FaceQuality _quality = new();

    [Fact]
    public void A_sharp_bright_large_sure_face_is_better_than_one_that_lacks_any_of_it()
    {
        using VideoFrame sharp = Pattern(1, 128, 60), blurred = Pattern(40, 128, 60), dark = Pattern(1, 12, 8);
        FaceDetection face = new(new BoundingBox(20, 20, 120, 120), 0.95f);
        float good = _quality.Measure(sharp, face);
        Assert.InRange(good, 0.8f, 1f);
        Assert.True(_quality.Measure(blurred, face) < 0.8f * good);
        Assert.True(_quality.Measure(dark, face) < 0.8f * good);
        Assert.True(_quality.Measure(sharp, face with { Confidence = 0.2f }) < 0.8f * good);
        Assert.True(_quality.Measure(sharp, face with { Box = new BoundingBox(20, 20, 14, 14) }) < 0.8f * good);
    }

    [Fact]
    public void The_formula_is_the_documented_one()
    {
        // One even grey: no sharpness at all, so nothing can be read.
        using VideoFrame flat = Pattern(1, 100, 0);
        Assert.Equal(0f, _quality.Measure(flat, new FaceDetection(new BoundingBox(0, 0, 100, 100), 1)));
        // A checkerboard of the grid's cells 96 +- 20: Laplacian +-160 inside, variance 160^2 = 25600.
        using VideoFrame board = new(48, 48);
        for (int y = 0; y < 48; y++)
            for (int x = 0; x < 48; x++)
                board.Rgb.Span.Slice((y * 48 + x) * 3, 3).Fill((byte)((x + y) % 2 == 0 ? 116 : 76));
        double size = 48 / 64.0, sharpness = 25600 / (25600 + 60.0);
        Assert.Equal(Math.Pow(0.8 * size * sharpness * 1, 0.25), _quality.Measure(board, new FaceDetection(new BoundingBox(0, 0, 48, 48), 0.8f)), 4);
    }

    [Fact]
    public void Boxes_beyond_the_picture_and_empty_ones_are_harmless()
    {
        using VideoFrame frame = Pattern(1, 128, 60);
        Assert.InRange(_quality.Measure(frame, new FaceDetection(new BoundingBox(-500, -500, 4000, 4000), 1)), 0, 1);
        Assert.Equal(0f, _quality.Measure(frame, new FaceDetection(new BoundingBox(5, 5, 0, 10), 1)));
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
