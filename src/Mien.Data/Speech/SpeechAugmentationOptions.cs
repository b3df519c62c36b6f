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

    /// <summary>
    /// Deviation of the noise as a fraction of the recording's peak, 0..1; above 0 it goes before the ratio of speech to noise
    /// (0.05 is usual).
    /// </summary>
    public float NoisePeakFraction { get; init; }

    /// <summary>Probability that high frequencies are raised by pre-emphasis, 0..1.</summary>
    public float PreEmphasisProbability { get; init; }

    /// <summary>Coefficient a of pre-emphasis, y[n] = x[n] - a x[n-1], 0 to below 1.</summary>
    public float PreEmphasisCoefficient { get; init; } = 0.97f;

    /// <summary>Probability that loud passages are lowered by dynamic range compression, 0..1.</summary>
    public float CompressionProbability { get; init; }

    /// <summary>Level above which compression works, in dB below the recording's peak, -60..0.</summary>
    public float CompressionThresholdDecibels { get; init; } = -20;

    /// <summary>By how much compression divides what goes beyond its threshold, in dB, 1..100.</summary>
    public float CompressionRatio { get; init; } = 4;

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
        RequireRange(NoisePeakFraction, 0, 1, nameof(NoisePeakFraction));
        RequireRange(PreEmphasisProbability, 0, 1, nameof(PreEmphasisProbability));
        RequireRange(PreEmphasisCoefficient, 0, 0.9999f, nameof(PreEmphasisCoefficient));
        RequireRange(CompressionProbability, 0, 1, nameof(CompressionProbability));
        RequireRange(CompressionThresholdDecibels, -60, 0, nameof(CompressionThresholdDecibels));
        RequireRange(CompressionRatio, 1, 100, nameof(CompressionRatio));
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
