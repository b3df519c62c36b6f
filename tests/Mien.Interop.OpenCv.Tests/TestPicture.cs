using Mien.Core;

namespace Mien.Interop.OpenCv.Tests;

/// <summary>Pictures with known pixels.</summary>
internal static class TestPicture
{
    /// <summary>Random pixels.</summary>
    public static byte[] Noise(int width, int height, int channels, int seed)
    {
        byte[] pixels = new byte[width * height * channels];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    /// <summary>A smooth picture, different in each channel and direction.</summary>
    public static VideoFrame Gradient(int width, int height)
    {
        VideoFrame frame = new(width, height);
        Span<byte> rgb = frame.Rgb.Span;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                int at = (y * width + x) * 3;
                rgb[at] = (byte)(255 * x / width);
                rgb[at + 1] = (byte)(255 * y / height);
                rgb[at + 2] = 40;
            }
        return frame;
    }

    /// <summary>One colour everywhere.</summary>
    public static VideoFrame Flat(int width, int height, byte red, byte green, byte blue)
    {
        VideoFrame frame = new(width, height);
        Span<byte> rgb = frame.Rgb.Span;
        for (int at = 0; at < rgb.Length; at += 3)
            (rgb[at], rgb[at + 1], rgb[at + 2]) = (red, green, blue);
        return frame;
    }
}
