namespace Mien.Preprocessing;

/// <summary>How <see cref="VoiceActivityDetector"/> decides.</summary>
public sealed record VoiceActivityOptions
{
    /// <summary>Samples a second, 8000..192000.</summary>
    public int SampleRateHz { get; init; } = 16000;

    /// <summary>How far above the noise floor speech lies, in dB, above 0.</summary>
    public float MarginDb { get; init; } = 8;

    /// <summary>Level below which nothing is speech, in dB of full scale.</summary>
    public float LeastLevelDb { get; init; } = -60;

    /// <summary>How far below the loudest recent sound speech may lie, in dB, above 0: breath and the room are further below.</summary>
    public float RangeDb { get; init; } = 38;

    /// <summary>Spectral flatness above which a frame is noise, above 0 and at most 1; white noise has about 0.56, vowels below 0.2.</summary>
    public float MostFlatness { get; init; } = 0.40f;

    /// <summary>How fast the noise floor follows a louder signal, in dB a second; a quieter one it follows within a few frames.</summary>
    public float NoiseRiseDbPerSecond { get; init; } = 4;

    /// <summary>How long a sound must last before it counts as speech.</summary>
    public TimeSpan Onset { get; init; } = TimeSpan.FromMilliseconds(48);

    /// <summary>How long speech goes on counting after its last sound: pauses between words and soft consonants.</summary>
    public TimeSpan Hangover { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="Core.UserErrorException">A value is out of its range; the message names it.</exception>
    public VoiceActivityOptions Validate()
    {
        Require(SampleRateHz is >= 8000 and <= 192_000, $"a sample rate of {SampleRateHz} Hz; 8000 to 192000 are possible");
        Require(MarginDb is > 0 and < 100, $"a margin of {MarginDb} dB; it must be above 0 and below 100");
        Require(float.IsFinite(LeastLevelDb), $"a least level of {LeastLevelDb} dB; it must be finite");
        Require(RangeDb is > 0 and < 200, $"a range of {RangeDb} dB; it must be above 0 and below 200");
        Require(MostFlatness is > 0 and <= 1, $"a flatness of {MostFlatness}; it must be above 0 and at most 1");
        Require(NoiseRiseDbPerSecond is > 0 and < 1000, $"a rise of {NoiseRiseDbPerSecond} dB a second; it must be above 0 and below 1000");
        Require(Onset >= TimeSpan.Zero && Hangover >= TimeSpan.Zero, $"an onset of {Onset} and a hangover of {Hangover}; neither may be negative");
        return this;
    }

    private static void Require(bool holds, FormattableString problem)
    {
        if (!holds)
            throw new Core.UserErrorException($"Voice activity cannot be detected with {FormattableString.Invariant(problem)}.");
    }
}
