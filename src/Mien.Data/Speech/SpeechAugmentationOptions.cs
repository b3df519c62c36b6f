namespace Mien.Data.Speech;

/// <summary>How much recordings are varied in training. Zero everywhere means not at all.</summary>
public sealed record SpeechAugmentationOptions
{
    /// <summary>Largest relative change of speed either way, 0..0.5; pitch changes along.</summary>
    public float Speed { get; init; } = 0.1f;

    /// <summary>Largest change of level either way, in dB, 0..40.</summary>
    public float GainDecibels { get; init; } = 6;

    /// <summary>Longest silence put before the recording, in seconds, or as much cut off it, 0..10.</summary>
    public float ShiftSeconds { get; init; } = 0.3f;

    /// <summary>Probability that white noise is added, 0..1.</summary>
    public float NoiseProbability { get; init; } = 0.5f;

    /// <summary>Least ratio of speech to noise, in dB; at most the greatest.</summary>
    public float NoiseMinSnrDecibels { get; init; } = 10;

    /// <summary>Greatest ratio of speech to noise, in dB, at most 100.</summary>
    public float NoiseMaxSnrDecibels { get; init; } = 40;

    /// <summary>Bands of frequency that SpecAugment blanks, 0..10.</summary>
    public int FrequencyMasks { get; init; } = 2;

    /// <summary>Most mel bands in each.</summary>
    public int FrequencyMaskBands { get; init; } = 8;

    /// <summary>Stretches of time that SpecAugment blanks, 0..10.</summary>
    public int TimeMasks { get; init; } = 2;

    /// <summary>Most frames in each.</summary>
    public int TimeMaskFrames { get; init; } = 20;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        RequireRange(Speed, 0, 0.5f, nameof(Speed));
        RequireRange(GainDecibels, 0, 40, nameof(GainDecibels));
        RequireRange(ShiftSeconds, 0, 10, nameof(ShiftSeconds));
        RequireRange(NoiseProbability, 0, 1, nameof(NoiseProbability));
        RequireRange(NoiseMaxSnrDecibels, -20, 100, nameof(NoiseMaxSnrDecibels));
        RequireRange(NoiseMinSnrDecibels, -20, NoiseMaxSnrDecibels, nameof(NoiseMinSnrDecibels));
        RequireRange(FrequencyMasks, 0, 10, nameof(FrequencyMasks));
        RequireRange(FrequencyMaskBands, 0, 512, nameof(FrequencyMaskBands));
        RequireRange(TimeMasks, 0, 10, nameof(TimeMasks));
        RequireRange(TimeMaskFrames, 0, 100_000, nameof(TimeMaskFrames));
    }

    private static void RequireRange(float value, float lowest, float highest, string name)
    {
        if (!(value >= lowest && value <= highest))
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must be from {lowest} to {highest}."));
    }
}
