using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Data.Faces;

/// <summary>
/// Varies a face picture: mirror, rotation, size, position, shear, a random crop, light, colour, and a painted-over rectangle.
/// All geometry is one affine map, so that the picture is drawn at the model's size in one bilinear step and the preprocessing
/// that follows, the same as at inference, has nothing left to resample; landmarks go through the same map.
/// </summary>
public sealed class FaceAugmentation
{
    private readonly FaceAugmentationOptions _options;

    /// <summary>Makes an augmentation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public FaceAugmentation(FaceAugmentationOptions options)
    {
        options.Validate();
        _options = options;
    }

    /// <summary>Draws a variation of a picture.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="destination">Receives the variation, (height, width), row-major.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="random">Decides the variation.</param>
    public void Apply(GrayPicture source, Span<byte> destination, int width, int height, SampleRandom random)
    {
        AffineTransform targetToSource = DrawGeometry(source.Width, source.Height, width, height, random).TargetToSource;
        ImageSampler.SampleAffine(source.Pixels.Span, source.Width, source.Height, 1, destination, width, height, targetToSource);
        ChangeColors(destination, width, height, 1, random);
    }

    /// <summary>Decides where each point of the variation comes from.</summary>
    /// <param name="sourceWidth">Width of the picture.</param>
    /// <param name="sourceHeight">Height of the picture.</param>
    /// <param name="width">Width of the variation in pixels.</param>
    /// <param name="height">Height of the variation in pixels.</param>
    /// <param name="random">Decides.</param>
    public FaceGeometry DrawGeometry(double sourceWidth, double sourceHeight, int width, int height, SampleRandom random)
    {
        bool flip = random.NextChance(_options.FlipProbability);
        double angle = Symmetric(_options.RotationDegrees, random) * Math.PI / 180;
        double zoom = 1 + Symmetric(_options.Scale, random);
        double shiftX = Symmetric(_options.Shift, random) * sourceWidth, shiftY = Symmetric(_options.Shift, random) * sourceHeight;
        double shear = _options.ShearDegrees > 0 ? Math.Tan(Symmetric(_options.ShearDegrees, random) * Math.PI / 180) : 0;
        (double cropX, double cropY) = (1, 1);
        if (_options.CropMinArea < 1)
        {
            (cropX, cropY) = DrawCrop(random);
            shiftX += (random.NextUnit() - 0.5) * (1 - cropX) * sourceWidth;
            shiftY += (random.NextUnit() - 0.5) * (1 - cropY) * sourceHeight;
        }

        // Where each target point comes from: away from the middle, scaled (and mirrored), sheared, rotated, back around the shifted middle.
        double perX = sourceWidth * cropX / (width * zoom) * (flip ? -1 : 1), perY = sourceHeight * cropY / (height * zoom);
        (double xx, double xy) = (Math.Cos(angle) * perX, (Math.Cos(angle) * shear - Math.Sin(angle)) * perY);
        (double yx, double yy) = (Math.Sin(angle) * perX, (Math.Sin(angle) * shear + Math.Cos(angle)) * perY);
        AffineTransform targetToSource = new(
            xx, xy, sourceWidth / 2.0 - shiftX - (xx * width + xy * height) / 2,
            yx, yy, sourceHeight / 2.0 - shiftY - (yx * width + yy * height) / 2);
        return new FaceGeometry(targetToSource, flip);
    }

    /// <summary>Varies light and colours, and paints a rectangle over, as the options say.</summary>
    /// <param name="pixels">(height, width, channels), changed in place.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="random">Decides.</param>
    /// <returns>The rectangle that was painted over, in pixels, or null.</returns>
    public BoundingBox? ChangeColors(Span<byte> pixels, int width, int height, int channels, SampleRandom random)
    {
        ChangeLight(pixels, random);
        if (_options.JitterBrightness > 0)
            ColorJitter.Brightness(pixels, 1 + Symmetric(_options.JitterBrightness, random));
        if (_options.JitterContrast > 0)
            ColorJitter.Contrast(pixels, channels, 1 + Symmetric(_options.JitterContrast, random));
        if (_options.JitterSaturation > 0 && channels == 3)
            ColorJitter.Saturation(pixels, 1 + Symmetric(_options.JitterSaturation, random));
        return random.NextChance(_options.ErasingProbability) ? Erase(pixels, width, height, channels, random) : null;
    }

    // Width and height kept, as fractions: the area is uniform, the aspect log-uniform; neither side exceeds the picture's.
    private (double Width, double Height) DrawCrop(SampleRandom random)
    {
        double area = random.NextUniform(_options.CropMinArea, 1), limit = Math.Log(_options.CropMaxAspect);
        double aspect = Math.Exp(limit * (2 * random.NextUnit() - 1));
        return (Math.Min(1, Math.Sqrt(area * aspect)), Math.Min(1, Math.Sqrt(area / aspect)));
    }

    private void ChangeLight(Span<byte> pixels, SampleRandom random)
    {
        float contrast = 1 + Symmetric(_options.Contrast, random);
        float offset = 127.5f * (1 - contrast) + 255 * Symmetric(_options.Brightness, random);
        if (contrast == 1 && offset == 0)
            return;
        Span<byte> table = stackalloc byte[256];
        for (int value = 0; value < table.Length; value++)
            table[value] = (byte)Math.Clamp(MathF.Round(value * contrast + offset), 0, 255);
        foreach (ref byte pixel in pixels)
            pixel = table[pixel];
    }

    private BoundingBox Erase(Span<byte> pixels, int width, int height, int channels, SampleRandom random)
    {
        int boxWidth = (int)(width * random.NextUniform(_options.ErasingMinSide, _options.ErasingMaxSide));
        int boxHeight = (int)(height * random.NextUniform(_options.ErasingMinSide, _options.ErasingMaxSide));
        int left = random.NextIndex(width - boxWidth + 1), top = random.NextIndex(height - boxHeight + 1);
        if (_options.ErasingPatchShare > 0 && random.NextChance(_options.ErasingPatchShare))
            CopyPatch(pixels, width, height, channels, (left, top, boxWidth, boxHeight), random);
        else
            Fill(pixels, width, channels, (left, top, boxWidth, boxHeight), random);
        return new BoundingBox(left, top, boxWidth, boxHeight);
    }

    private static void Fill(Span<byte> pixels, int width, int channels, (int Left, int Top, int Width, int Height) box, SampleRandom random)
    {
        Span<byte> color = stackalloc byte[channels];
        foreach (ref byte value in color)
            value = (byte)random.NextIndex(256);
        for (int y = box.Top; y < box.Top + box.Height; y++)
            for (int x = box.Left; x < box.Left + box.Width; x++)
                color.CopyTo(pixels[((y * width + x) * channels)..]);
    }

    // What hides a face is often skin, hair or cloth: another part of the same picture, upside down.
    private static void CopyPatch(Span<byte> pixels, int width, int height, int channels, (int Left, int Top, int Width, int Height) box, SampleRandom random)
    {
        int fromX = random.NextIndex(width - box.Width + 1), fromY = random.NextIndex(height - box.Height + 1), row = box.Width * channels;
        byte[] patch = new byte[box.Height * row];
        for (int y = 0; y < box.Height; y++)
            pixels.Slice(((fromY + y) * width + fromX) * channels, row).CopyTo(patch.AsSpan((box.Height - 1 - y) * row));
        for (int y = 0; y < box.Height; y++)
            patch.AsSpan(y * row, row).CopyTo(pixels[(((box.Top + y) * width + box.Left) * channels)..]);
    }

    private static float Symmetric(float limit, SampleRandom random) => random.NextUniform(-limit, limit);
}
