using Mien.Core;

namespace Mien.Interop.OpenCv.Tests;

public sealed class DrawingAndMeasuringTests
{
    [Fact]
    public void NamesItsVersion() => Assert.StartsWith("4.", OpenCvEngine.Version);

    [Fact]
    public void DrawsWhereAndInTheColourAsked()
    {
        using VideoFrame frame = TestPicture.Flat(60, 40, 0, 0, 0);
        Canvas canvas = new(frame);
        canvas.FillRectangle(new BoundingBox(10, 10, 20, 5), 0xff8000);
        Assert.Equal(new byte[] { 255, 128, 0 }, Pixel(frame, 10, 10));
        Assert.Equal(new byte[] { 255, 128, 0 }, Pixel(frame, 29, 14));
        Assert.Equal(new byte[] { 0, 0, 0 }, Pixel(frame, 30, 14));
        Assert.Equal(new byte[] { 0, 0, 0 }, Pixel(frame, 10, 9));
        canvas.FillRectangle(new BoundingBox(10, 10, 20, 5), 0x0000ff, opacity: 0.5);
        Assert.Equal(new byte[] { 128, 64, 128 }, Pixel(frame, 15, 12));
        canvas.DrawRectangle(new BoundingBox(40, 20, 10, 10), 0x00ff00, thickness: 1);
        Assert.Equal(new byte[] { 0, 255, 0 }, Pixel(frame, 40, 25));
        Assert.Equal(new byte[] { 0, 0, 0 }, Pixel(frame, 45, 25));
    }

    [Fact]
    public void CutsWhatLiesOutside()
    {
        using VideoFrame frame = TestPicture.Flat(20, 20, 1, 2, 3);
        Canvas canvas = new(frame);
        canvas.FillRectangle(new BoundingBox(-1000, -1000, 500, 500), 0xffffff);
        canvas.FillRectangle(new BoundingBox(5, 5, 0, 10), 0xffffff);
        canvas.DrawRectangle(new BoundingBox(-1e9f, -1e9f, 3e9f, 3e9f), 0xffffff);
        canvas.DrawText("out of sight", new Point2(1e9f, 1e9f), 10, 0xffffff);
        Assert.All(frame.Rgb.ToArray().Chunk(3), pixel => Assert.Equal(new byte[] { 1, 2, 3 }, pixel));
    }

    [Fact]
    public void TextFillsTheSpaceThatItMeasures()
    {
        using VideoFrame frame = TestPicture.Flat(200, 60, 0, 0, 0);
        (int width, int ascent, int descent) = Canvas.MeasureText("Hag 42%", 14);
        new Canvas(frame).DrawText("Hag 42%", new Point2(10, 40), 14, 0xffffff);
        List<(int X, int Y)> lit = [.. Enumerable.Range(0, 200 * 60).Where(i => frame.Rgb.Span[i * 3] > 128).Select(i => (i % 200, i / 200))];
        Assert.NotEmpty(lit);
        Assert.All(lit, point => Assert.True(point.X >= 8 && point.X <= 12 + width && point.Y >= 38 - ascent && point.Y <= 42 + descent));
        Assert.Contains(frame.Rgb.ToArray(), value => value is > 20 and < 235); // Anti-aliased.
    }

    [Fact]
    public void GrayIsLuma()
    {
        using VideoFrame frame = TestPicture.Flat(4, 3, 200, 100, 50);
        byte[] gray = new byte[12];
        GrayImage.FromRgb(frame.Rgb.Span, 4, 3, gray);
        Assert.All(gray, value => Assert.Equal((byte)Math.Round(0.299 * 200 + 0.587 * 100 + 0.114 * 50), value));
    }

    [Fact]
    public void SharpPicturesHaveTheLargerLaplacianVariance()
    {
        byte[] sharp = TestPicture.Noise(64, 64, 1, seed: 3), blurred = new byte[64 * 64], small = new byte[16 * 16];
        ImageSampler.Resize(sharp, 64, 64, 1, small, 16, 16, Interpolation.Area);
        ImageSampler.Resize(small, 16, 16, 1, blurred, 64, 64, Interpolation.Linear);
        (double brightness, double sharpness) = GrayImage.Measure(sharp, 64, 64);
        Assert.Equal(sharp.Average(value => (double)value), brightness, 1e-6);
        Assert.True(sharpness > 20 * GrayImage.Measure(blurred, 64, 64).LaplacianVariance);
        Assert.Equal((90, 0), GrayImage.Measure(Enumerable.Repeat((byte)90, 25).ToArray(), 5, 5));
        GrayImage.Equalize(blurred, 64, 64);
        Assert.True(blurred.Max() - blurred.Min() > 230);
    }

    [Fact]
    public void CascadesThatAreNoneAreRefused()
    {
        Assert.Contains("does not exist", Assert.Throws<UserErrorException>(() => new CascadeClassifier("/nowhere/face.xml")).Message);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "not a cascade");
            Assert.Contains("not a cascade", Assert.Throws<UserErrorException>(() => new CascadeClassifier(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Pixel(VideoFrame frame, int x, int y) => frame.Rgb.Span.Slice((y * frame.Width + x) * 3, 3).ToArray();
}
