namespace Mien.Core.Tests;

public sealed class VideoFrameTests
{
    // Two rows of three pixels; red is 10 * row + column, green 100 more, blue 200 more.
    private const int Width = 3, Height = 2;

    [Theory]
    [InlineData(PixelLayout.Rgb, 3, 0)]
    [InlineData(PixelLayout.Bgr, 3, 0)]
    [InlineData(PixelLayout.Rgba, 4, 0)]
    [InlineData(PixelLayout.Bgra, 4, 0)]
    [InlineData(PixelLayout.Rgb, 3, 16)]
    [InlineData(PixelLayout.Bgra, 4, 13)]
    public void Every_layout_gives_the_same_picture(PixelLayout layout, int bytes, int stride)
    {
        int step = stride == 0 ? Width * bytes : stride;
        byte[] pixels = new byte[(Height - 1) * step + Width * bytes]; // without the last row's padding
        Array.Fill(pixels, (byte)255);
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                for (int channel = 0; channel < 3; channel++)
                    pixels[y * step + x * bytes + (layout is PixelLayout.Bgr or PixelLayout.Bgra ? 2 - channel : channel)] = Value(x, y, channel);
        using VideoFrame frame = VideoFrame.FromPixels(pixels, Width, Height, layout, stride);
        Assert.Equal((Width, Height), (frame.Width, frame.Height));
        for (int i = 0; i < frame.Rgb.Length; i++)
            Assert.Equal(Value(i / 3 % Width, i / 3 / Width, i % 3), frame.Rgb.Span[i]);
    }

    [Fact]
    public void Gray_is_three_equal_channels()
    {
        using VideoFrame frame = VideoFrame.FromPixels([1, 2, 3, 4, 5, 6], Width, Height, PixelLayout.Gray);
        Assert.Equal((byte[])[1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6], frame.Rgb.ToArray());
    }

    [Fact]
    public void A_frame_takes_one_picture_after_the_other_without_allocating()
    {
        using VideoFrame frame = new(Width, Height);
        byte[] pixels = new byte[Width * Height * 4];
        frame.Fill(pixels, PixelLayout.Bgra);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            pixels[2] = (byte)i;
            frame.Fill(pixels, PixelLayout.Bgra);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(99, frame.Rgb.Span[0]);
    }

    [Fact]
    public void Memory_that_does_not_hold_the_picture_is_refused()
    {
        Assert.Throws<ArgumentException>(() => VideoFrame.FromPixels(new byte[17], Width, Height));
        Assert.Throws<ArgumentException>(() => VideoFrame.FromPixels(new byte[18], Width, Height, PixelLayout.Rgba));
        Assert.Throws<ArgumentException>(() => VideoFrame.FromPixels(new byte[100], Width, Height, stride: 8));
        Assert.Throws<ArgumentException>(() => VideoFrame.FromPixels(new byte[18], Width, Height, stride: -9));
        Assert.Throws<ArgumentOutOfRangeException>(() => VideoFrame.FromPixels([], 0, Height));
    }

    private static byte Value(int x, int y, int channel) => (byte)(10 * y + x + 100 * channel);

    [Fact]
    public void A_frame_that_is_handed_over_keeps_its_pixels_and_gives_up_its_own()
    {
        VideoFrame frame = new(2, 1, 3, new MediaTime(10));
        byte[] pixels = [1, 2, 3, 4, 5, 6];
        pixels.CopyTo(frame.Rgb);
        using VideoFrame other = frame.HandOver(7, new MediaTime(20));
        Assert.Equal((2, 1, 7L, 20L), (other.Width, other.Height, other.Index, other.Time.Microseconds));
        Assert.Equal(pixels, other.Rgb.ToArray());
        Assert.Throws<ObjectDisposedException>(() => frame.Rgb);
        Assert.Throws<ObjectDisposedException>(() => frame.HandOver(8, default));
        frame.Dispose();
        Assert.Equal(pixels, other.Rgb.ToArray());
    }
}
