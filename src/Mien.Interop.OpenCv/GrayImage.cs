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

    /// <summary>Makes a picture of three equal channels, (height, width, 3).</summary>
    /// <exception cref="ArgumentException">There is not room for exactly three times as many values.</exception>
    public static void ToRgb(ReadOnlySpan<byte> gray, Span<byte> rgb)
    {
        if (rgb.Length != 3 * gray.Length)
            throw new ArgumentException($"{gray.Length} grey pixels make {3 * gray.Length} values, not {rgb.Length}.", nameof(rgb));
        for (int pixel = 0; pixel < gray.Length; pixel++)
            rgb.Slice(3 * pixel, 3).Fill(gray[pixel]);
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
