namespace Mien.Interop.OpenCv;

/// <summary>Gray pictures, (height, width), one byte a pixel; the caller owns all memory.</summary>
public static unsafe class GrayImage
{
    /// <summary>Makes a gray picture: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), rounded.</summary>
    /// <exception cref="ArgumentException">A size does not match its pixels.</exception>
    public static void FromRgb(ReadOnlySpan<byte> rgb, int width, int height, Span<byte> gray)
    {
        PixelRule.Require(rgb.Length, width, height, 3, nameof(rgb));
        PixelRule.Require(gray.Length, width, height, 1, nameof(gray));
        fixed (byte* from = rgb)
        fixed (byte* to = gray)
            NativeMethods.Check(NativeMethods.Gray(from, width, height, to));
    }

    /// <summary>Spreads the histogram over 0..255, in place.</summary>
    /// <exception cref="ArgumentException">The size does not match the pixels.</exception>
    public static void Equalize(Span<byte> gray, int width, int height)
    {
        PixelRule.Require(gray.Length, width, height, 1, nameof(gray));
        fixed (byte* pixels = gray)
            NativeMethods.Check(NativeMethods.Equalize(pixels, width, height));
    }

    /// <summary>Measures brightness and sharpness.</summary>
    /// <returns>Mean value, 0..255, and variance of the Laplacian (Pech-Pacheco et al. 2000): low where the picture is blurred or flat.</returns>
    /// <exception cref="ArgumentException">The size does not match the pixels.</exception>
    public static (double Brightness, double LaplacianVariance) Measure(ReadOnlySpan<byte> gray, int width, int height)
    {
        PixelRule.Require(gray.Length, width, height, 1, nameof(gray));
        double brightness, variance;
        fixed (byte* pixels = gray)
            NativeMethods.Check(NativeMethods.Measure(pixels, width, height, &brightness, &variance));
        return (brightness, variance);
    }
}
