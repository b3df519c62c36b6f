using Mien.Interop.OpenCv;

namespace Mien.Data.Faces;

/// <summary>
/// Varies a face picture: mirror, rotation, size, position, brightness, contrast, and a painted-over rectangle.
/// It works on the picture's bytes and draws it at the model's size in one bilinear step, so that the preprocessing that
/// follows, the same as at inference, has nothing left to resample.
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
        DrawGeometry(source, destination, width, height, random);
        ChangeLight(destination, random);
        if (random.NextChance(_options.ErasingProbability))
            Erase(destination, width, height, random);
    }

    private void DrawGeometry(GrayPicture source, Span<byte> destination, int width, int height, SampleRandom random)
    {
        bool flip = random.NextChance(_options.FlipProbability);
        double angle = Symmetric(_options.RotationDegrees, random) * Math.PI / 180;
        double zoom = 1 + Symmetric(_options.Scale, random);
        double shiftX = Symmetric(_options.Shift, random) * source.Width, shiftY = Symmetric(_options.Shift, random) * source.Height;

        // Where each target point comes from: away from the middle, scaled (and mirrored), rotated, back around the shifted middle.
        double perX = source.Width / (width * zoom) * (flip ? -1 : 1), perY = source.Height / (height * zoom);
        (double xx, double xy) = (Math.Cos(angle) * perX, -Math.Sin(angle) * perY);
        (double yx, double yy) = (Math.Sin(angle) * perX, Math.Cos(angle) * perY);
        AffineTransform targetToSource = new(
            xx, xy, source.Width / 2.0 - shiftX - (xx * width + xy * height) / 2,
            yx, yy, source.Height / 2.0 - shiftY - (yx * width + yy * height) / 2);
        ImageSampler.SampleAffine(source.Pixels.Span, source.Width, source.Height, 1, destination, width, height, targetToSource);
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

    private void Erase(Span<byte> pixels, int width, int height, SampleRandom random)
    {
        int boxWidth = (int)(width * random.NextUniform(_options.ErasingMinSide, _options.ErasingMaxSide));
        int boxHeight = (int)(height * random.NextUniform(_options.ErasingMinSide, _options.ErasingMaxSide));
        int left = random.NextIndex(width - boxWidth + 1), top = random.NextIndex(height - boxHeight + 1);
        byte gray = (byte)random.NextIndex(256);
        for (int y = top; y < top + boxHeight; y++)
            pixels.Slice(y * width + left, boxWidth).Fill(gray);
    }

    private static float Symmetric(float limit, SampleRandom random) => random.NextUniform(-limit, limit);
}
