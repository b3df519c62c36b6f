namespace Mien.Core;

/// <summary>Brings pixels of any layout into the one that Mien's pictures have.</summary>
internal static class PixelCopy
{
    /// <summary>Copies a picture.</summary>
    /// <param name="pixels">Rows from top to bottom.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="layout">How the pixels lie.</param>
    /// <param name="stride">Bytes from one row's start to the next one's; 0 for rows without padding.</param>
    /// <param name="rgb">Takes (height, width, 3).</param>
    /// <exception cref="ArgumentException">The memory is smaller than the picture, or the stride smaller than a row.</exception>
    public static void ToRgb(ReadOnlySpan<byte> pixels, int width, int height, PixelLayout layout, int stride, Span<byte> rgb)
    {
        int bytes = BytesPerPixel(layout), row = checked(width * bytes);
        if (stride == 0)
            stride = row;
        if (stride < row)
            throw new ArgumentException($"A row of {width} pixels has {row} bytes, more than the stride of {stride}.", nameof(stride));
        long needed = (long)(height - 1) * stride + row; // the last row may lack its padding
        if (pixels.Length < needed)
            throw new ArgumentException($"A picture of {width} x {height} pixels has {needed} bytes, not {pixels.Length}.", nameof(pixels));
        for (int y = 0; y < height; y++)
            CopyRow(pixels.Slice(y * stride, row), layout, bytes, rgb.Slice(y * width * 3, width * 3));
    }

    private static int BytesPerPixel(PixelLayout layout) => layout switch
    {
        PixelLayout.Rgb or PixelLayout.Bgr => 3,
        PixelLayout.Rgba or PixelLayout.Bgra => 4,
        PixelLayout.Gray => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "Unknown layout of pixels."),
    };

    private static void CopyRow(ReadOnlySpan<byte> source, PixelLayout layout, int bytes, Span<byte> rgb)
    {
        if (layout == PixelLayout.Rgb)
        {
            source.CopyTo(rgb);
            return;
        }
        (int red, int green, int blue) = layout switch
        {
            PixelLayout.Gray => (0, 0, 0),
            PixelLayout.Rgba => (0, 1, 2),
            _ => (2, 1, 0),
        };
        for (int from = 0, to = 0; to < rgb.Length; from += bytes, to += 3)
        {
            rgb[to] = source[from + red];
            rgb[to + 1] = source[from + green];
            rgb[to + 2] = source[from + blue];
        }
    }
}
