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

    /// <summary>Largest change of brightness either way, as a fraction of white, 0..1.</summary>
    public float Brightness { get; init; } = 0.15f;

    /// <summary>Largest relative change of contrast either way, 0..1.</summary>
    public float Contrast { get; init; } = 0.3f;

    /// <summary>Probability that a rectangle is painted over with one random grey, 0..1 (Zhong et al., "Random Erasing", AAAI 2020).</summary>
    public float ErasingProbability { get; init; } = 0.3f;

    /// <summary>Smallest side of the erased rectangle, as a fraction of the picture's side, 0..1.</summary>
    public float ErasingMinSide { get; init; } = 0.12f;

    /// <summary>Largest side of the erased rectangle, as a fraction of the picture's side, 0..1.</summary>
    public float ErasingMaxSide { get; init; } = 0.4f;

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
        RequireRange(ErasingProbability, 1, nameof(ErasingProbability));
        RequireRange(ErasingMaxSide, 1, nameof(ErasingMaxSide));
        RequireRange(ErasingMinSide, ErasingMaxSide, nameof(ErasingMinSide));
    }

    private static void RequireRange(float value, float highest, string name)
    {
        if (!(value >= 0 && value <= highest))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 0 to {highest}.");
    }
}
