namespace Mien.Data.Faces;

/// <summary>Changes of brightness, contrast and saturation by a factor, by the formulas of torchvision's ColorJitter.</summary>
public static class ColorJitter
{
    // Luma of ITU-R BT.601.
    private const float RedLuma = 0.299f, GreenLuma = 0.587f, BlueLuma = 0.114f;

    /// <summary>Multiplies every value: <c>factor x</c>.</summary>
    /// <param name="pixels">Values 0..255, changed in place.</param>
    /// <param name="factor">At least 0; 1 changes nothing.</param>
    public static void Brightness(Span<byte> pixels, float factor) => Blend(pixels, 0, factor);

    /// <summary>Pulls every value to the picture's mean grey (factor below 1) or pushes it away: <c>mean + factor (x - mean)</c>.</summary>
    /// <param name="pixels">(pixels, channels), changed in place.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="factor">At least 0; 1 changes nothing.</param>
    public static void Contrast(Span<byte> pixels, int channels, float factor)
    {
        if (pixels.IsEmpty)
            return;
        double sum = 0;
        for (int at = 0; at < pixels.Length; at += channels)
            sum += channels == 1 ? pixels[at] : Luma(pixels.Slice(at, 3));
        Blend(pixels, (float)(sum / (pixels.Length / channels)), factor);
    }

    /// <summary>Pulls every colour to its own grey (factor below 1) or pushes it away: <c>grey + factor (x - grey)</c>.</summary>
    /// <param name="rgb">(pixels, 3), changed in place.</param>
    /// <param name="factor">At least 0; 1 changes nothing.</param>
    public static void Saturation(Span<byte> rgb, float factor)
    {
        for (int at = 0; at + 2 < rgb.Length; at += 3)
        {
            Span<byte> pixel = rgb.Slice(at, 3);
            float gray = Luma(pixel);
            foreach (ref byte value in pixel)
                value = ToByte(gray + factor * (value - gray));
        }
    }

    private static void Blend(Span<byte> pixels, float with, float factor)
    {
        Span<byte> table = stackalloc byte[256];
        for (int value = 0; value < table.Length; value++)
            table[value] = ToByte(with + factor * (value - with));
        foreach (ref byte pixel in pixels)
            pixel = table[pixel];
    }

    private static float Luma(ReadOnlySpan<byte> rgb) => RedLuma * rgb[0] + GreenLuma * rgb[1] + BlueLuma * rgb[2];

    private static byte ToByte(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);
}
