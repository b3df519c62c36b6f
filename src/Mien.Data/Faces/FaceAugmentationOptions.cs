namespace Mien.Data.Faces;

/// <summary>How much face pictures are varied in training. Zero everywhere means not at all.</summary>
public sealed record FaceAugmentationOptions
{
    /// <summary>Probability of a left-right mirror image, 0..1.</summary>
    public float FlipProbability { get; init; } = 0.5f;

    /// <summary>Largest rotation either way, in degrees, 0..180.</summary>
    public float RotationDegrees { get; init; } = 12;

    /// <summary>Largest relative change of size either way, 0..0.9.</summary>
    public float Scale { get; init; } = 0.12f;

    /// <summary>Largest shift either way along each axis, as a fraction of the picture's size, 0..1.</summary>
    public float Shift { get; init; } = 0.06f;

    /// <summary>Largest shear along the horizontal either way, in degrees, 0..60.</summary>
    public float ShearDegrees { get; init; }

    /// <summary>
    /// Smallest share of the picture's area that a random resized crop keeps (Szegedy et al., "Going Deeper with Convolutions",
    /// CVPR 2015), above 0 and at most 1; 1 keeps the whole picture.
    /// </summary>
    public float CropMinArea { get; init; } = 1;

    /// <summary>Greatest ratio of the random resized crop's sides to each other, relative to the picture's, 1..4.</summary>
    public float CropMaxAspect { get; init; } = 4f / 3;

    /// <summary>Largest change of brightness either way, as a fraction of white, 0..1.</summary>
    public float Brightness { get; init; } = 0.15f;

    /// <summary>Largest relative change of contrast either way, 0..1.</summary>
    public float Contrast { get; init; } = 0.3f;

    /// <summary>
    /// Largest relative change of brightness by colour jitter, 0..1: values times a factor from 1 - b to 1 + b (torchvision's
    /// ColorJitter, as are the next two).
    /// </summary>
    public float JitterBrightness { get; init; }

    /// <summary>Largest relative change of contrast by colour jitter, 0..1: blended with, or pushed away from, the picture's mean grey.</summary>
    public float JitterContrast { get; init; }

    /// <summary>Largest relative change of saturation by colour jitter, 0..1: blended with, or pushed away from, each pixel's grey.</summary>
    public float JitterSaturation { get; init; }

    /// <summary>Probability that a rectangle is painted over with one random colour, 0..1 (Zhong et al., "Random Erasing", AAAI 2020).</summary>
    public float ErasingProbability { get; init; } = 0.3f;

    /// <summary>Smallest side of the erased rectangle, as a fraction of the picture's side, 0..1.</summary>
    public float ErasingMinSide { get; init; } = 0.12f;

    /// <summary>Largest side of the erased rectangle, as a fraction of the picture's side, 0..1.</summary>
    public float ErasingMaxSide { get; init; } = 0.4f;

    /// <summary>Share of the erased rectangles that show another part of the picture, upside down, instead of one colour, 0..1.</summary>
    public float ErasingPatchShare { get; init; }

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        RequireRange(FlipProbability, 1, nameof(FlipProbability));
        RequireRange(RotationDegrees, 180, nameof(RotationDegrees));
        RequireRange(Scale, 0.9f, nameof(Scale));
        RequireRange(Shift, 1, nameof(Shift));
        RequireRange(Brightness, 1, nameof(Brightness));
        RequireRange(Contrast, 1, nameof(Contrast));
        RequireRange(ShearDegrees, 60, nameof(ShearDegrees));
        if (!(CropMinArea > 0 && CropMinArea <= 1))
            throw new ArgumentOutOfRangeException(nameof(CropMinArea), CropMinArea, $"{nameof(CropMinArea)} must be above 0 and at most 1.");
        if (!(CropMaxAspect >= 1 && CropMaxAspect <= 4))
            throw new ArgumentOutOfRangeException(nameof(CropMaxAspect), CropMaxAspect, $"{nameof(CropMaxAspect)} must be from 1 to 4.");
        RequireRange(JitterBrightness, 1, nameof(JitterBrightness));
        RequireRange(JitterContrast, 1, nameof(JitterContrast));
        RequireRange(JitterSaturation, 1, nameof(JitterSaturation));
        RequireRange(ErasingProbability, 1, nameof(ErasingProbability));
        RequireRange(ErasingPatchShare, 1, nameof(ErasingPatchShare));
        RequireRange(ErasingMaxSide, 1, nameof(ErasingMaxSide));
        RequireRange(ErasingMinSide, ErasingMaxSide, nameof(ErasingMinSide));
    }

    private static void RequireRange(float value, float highest, string name)
    {
        if (!(value >= 0 && value <= highest))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 0 to {highest}.");
    }
}
