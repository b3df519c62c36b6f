using System.Buffers;
using Mien.Interop.OpenCv;

namespace Mien.Preprocessing;

/// <summary>
/// Turns pictures into a network's input as an <see cref="ImageSpec"/> says: size, colours, normalisation, (3, Height,
/// Width). Training and inference both use it. Immutable, so any number of threads may share one.
/// </summary>
public sealed class ImageTransform
{
    // Luma of ITU-R BT.601 in 16 fraction bits: 0.299, 0.587, 0.114; they add up to 65536.
    private const int RedLuma = 19595, GreenLuma = 38470, BlueLuma = 7471;

    private readonly float[] _red;
    private readonly float[] _green;
    private readonly float[] _blue;

    /// <summary>Makes the transform of a spec.</summary>
    /// <exception cref="Core.UserErrorException">A value of the spec is out of its range.</exception>
    public ImageTransform(ImageSpec spec)
    {
        Spec = spec.Validate();
        (_red, _green, _blue) = (Table(0), Table(1), Table(2));
    }

    /// <summary>The spec.</summary>
    public ImageSpec Spec { get; }

    /// <summary>Number of values of one picture: 3 x Height x Width.</summary>
    public int ElementCount => 3 * Spec.Height * Spec.Width;

    /// <summary>Resizes a whole picture (anti-aliased where it shrinks, bilinear where it grows) and normalises it.</summary>
    /// <param name="rgb">(height, width, 3).</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <param name="chw">Takes (3, Height, Width) of the spec; at least <see cref="ElementCount"/> values.</param>
    /// <exception cref="ArgumentException">A size does not match its memory.</exception>
    public void Apply(ReadOnlySpan<byte> rgb, int width, int height, Span<float> chw)
    {
        if (width == Spec.Width && height == Spec.Height)
        {
            Normalize(rgb, chw);
            return;
        }
        float[] rented = ArrayPool<float>.Shared.Rent(ElementCount);
        try
        {
            Span<float> resized = rented.AsSpan(0, ElementCount);
            AffineTransform map = AffineTransform.ToBox(new(0, 0, width, height), Spec.Width, Spec.Height);
            ImageSampler.SampleAffine(rgb, width, height, 3, resized, Spec.Width, Spec.Height, map);
            Normalize(resized, chw);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Normalises a picture that has the spec's size: <c>(value / 255 - mean) / std</c>, channel by channel.</summary>
    /// <param name="rgb">(Height, Width, 3) of the spec.</param>
    /// <param name="chw">Takes (3, Height, Width); at least <see cref="ElementCount"/> values.</param>
    /// <exception cref="ArgumentException">A size does not match the spec.</exception>
    public void Normalize(ReadOnlySpan<byte> rgb, Span<float> chw)
    {
        if (rgb.Length != ElementCount)
            throw new ArgumentException($"A picture of {Spec.Width} x {Spec.Height} pixels has {ElementCount} bytes, not {rgb.Length}.", nameof(rgb));
        if (chw.Length < ElementCount)
            throw new ArgumentException($"The target has {chw.Length} values and needs {ElementCount}.", nameof(chw));
        int plane = Spec.Height * Spec.Width;
        Span<float> red = chw[..plane], green = chw.Slice(plane, plane), blue = chw.Slice(2 * plane, plane);
        if (Spec.Color == ColorMode.Gray)
            NormalizeGray(rgb, red, green, blue);
        else
            NormalizeRgb(rgb, red, green, blue);
    }

    /// <summary>The picture behind a network's input: the inverse of <see cref="Normalize(ReadOnlySpan{byte}, Span{float})"/>; of a grey input all three channels are alike.</summary>
    /// <param name="chw">(3, Height, Width) of the spec, normalised.</param>
    /// <param name="rgb">Takes (Height, Width, 3); exactly <see cref="ElementCount"/> bytes.</param>
    /// <exception cref="ArgumentException">A size does not match the spec.</exception>
    public void Denormalize(ReadOnlySpan<float> chw, Span<byte> rgb)
    {
        if (chw.Length != ElementCount || rgb.Length != ElementCount)
            throw new ArgumentException($"A picture of {Spec.Width} x {Spec.Height} pixels has {ElementCount} values, not {chw.Length} and {rgb.Length}.");
        int plane = Spec.Height * Spec.Width;
        for (int channel = 0; channel < 3; channel++)
            for (int i = 0; i < plane; i++)
                rgb[i * 3 + channel] = (byte)Math.Clamp(MathF.Round((chw[channel * plane + i] * Spec.Std[channel] + Spec.Mean[channel]) * 255), 0, 255);
    }

    /// <summary>Normalises a picture whose values are not whole numbers.</summary>
    /// <param name="rgb">(Height, Width, 3) of the spec, 0..255.</param>
    /// <param name="chw">Takes (3, Height, Width); at least <see cref="ElementCount"/> values.</param>
    /// <exception cref="ArgumentException">A size does not match the spec.</exception>
    public void Normalize(ReadOnlySpan<float> rgb, Span<float> chw)
    {
        if (rgb.Length != ElementCount)
            throw new ArgumentException($"A picture of {Spec.Width} x {Spec.Height} pixels has {ElementCount} values, not {rgb.Length}.", nameof(rgb));
        if (chw.Length < ElementCount)
            throw new ArgumentException($"The target has {chw.Length} values and needs {ElementCount}.", nameof(chw));
        int plane = Spec.Height * Spec.Width;
        for (int channel = 0; channel < 3; channel++)
        {
            (float mean, float std) = (Spec.Mean[channel], Spec.Std[channel]);
            Span<float> values = chw.Slice(channel * plane, plane);
            for (int i = 0, at = 0; i < values.Length; i++, at += 3)
            {
                float value = Spec.Color == ColorMode.Gray ? (RedLuma * rgb[at] + GreenLuma * rgb[at + 1] + BlueLuma * rgb[at + 2]) / 65536 : rgb[at + channel];
                values[i] = (value / 255 - mean) / std;
            }
        }
    }

    // One look-up a value: a byte has 256 values, and the table gives each exactly the formula's result.
    private void NormalizeRgb(ReadOnlySpan<byte> rgb, Span<float> red, Span<float> green, Span<float> blue)
    {
        ReadOnlySpan<float> redTable = _red, greenTable = _green, blueTable = _blue;
        for (int i = 0, at = 0; i < red.Length && i < green.Length && i < blue.Length && at + 2 < rgb.Length; i++, at += 3)
        {
            red[i] = redTable[rgb[at]];
            green[i] = greenTable[rgb[at + 1]];
            blue[i] = blueTable[rgb[at + 2]];
        }
    }

    private void NormalizeGray(ReadOnlySpan<byte> rgb, Span<float> red, Span<float> green, Span<float> blue)
    {
        for (int i = 0, at = 0; i < red.Length; i++, at += 3)
        {
            int gray = (RedLuma * rgb[at] + GreenLuma * rgb[at + 1] + BlueLuma * rgb[at + 2] + 32768) >> 16;
            red[i] = _red[gray];
            green[i] = _green[gray];
            blue[i] = _blue[gray];
        }
    }

    private float[] Table(int channel)
    {
        float[] table = new float[256];
        for (int value = 0; value < table.Length; value++)
            table[value] = (value / 255f - Spec.Mean[channel]) / Spec.Std[channel];
        return table;
    }
}
