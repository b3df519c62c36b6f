using System.Text.Json.Serialization;

namespace Mien.Preprocessing;

/// <summary>
/// What a model expects of its sound: input <c>audio</c>, float (N, 1, MelBands, Frames), a log-mel spectrogram in
/// decibels, each <c>(dB - Mean) / Std</c>. The names and formulas are librosa's (<c>feature.melspectrogram</c>,
/// <c>power_to_db</c>); a frame is <see cref="FftSize"/> samples, one begins every <see cref="HopSamples"/>.
/// </summary>
public sealed record AudioSpec
{
    /// <summary>Samples a second of the mono signal, 4000..192000.</summary>
    public int SampleRateHz { get; init; } = 16000;

    /// <summary>Coefficient a of y[n] = x[n] - a x[n-1], above 0 and below 1; null for none.</summary>
    public float? PreEmphasis { get; init; }

    /// <summary>Samples of one Fourier transform: a power of two, 64..32768.</summary>
    public int FftSize { get; init; } = 2048;

    /// <summary>Length of the analysis window, centred in the frame, 2..FftSize; null for FftSize.</summary>
    public int? WindowSamples { get; init; }

    /// <summary>The window's shape.</summary>
    public AnalysisWindow Window { get; init; } = AnalysisWindow.Hann;

    /// <summary>Samples from one frame to the next, 1..FftSize.</summary>
    public int HopSamples { get; init; } = 512;

    /// <summary>Mel bands, 1..512.</summary>
    public int MelBands { get; init; } = 64;

    /// <summary>Lower edge of the lowest band, at least 0.</summary>
    public double MinHz { get; init; }

    /// <summary>Upper edge of the highest band; null for half the sample rate.</summary>
    public double? MaxHz { get; init; }

    /// <summary>Whether the mel scale is HTK's; otherwise Slaney's.</summary>
    public bool HtkMel { get; init; }

    /// <summary>Whether each band is divided by its width in hertz (Slaney's area normalisation).</summary>
    public bool SlaneyNorm { get; init; } = true;

    /// <summary>The power that counts as 0 dB.</summary>
    public DecibelReference Reference { get; init; } = DecibelReference.Unit;

    /// <summary>Values further below the clip's (or window's) maximum are raised to this distance, in dB; null for no limit.</summary>
    public float? TopDb { get; init; } = 80;

    /// <summary>Frames the network takes, 1..100000: longer sound is cut, shorter is filled with its quietest level.</summary>
    public int Frames { get; init; } = 300;

    /// <summary>Whether frame t is centred on sample t * HopSamples (with padding); otherwise it begins there.</summary>
    public bool Center { get; init; } = true;

    /// <summary>What is padded where frames are centred.</summary>
    public AudioPadMode PadMode { get; init; } = AudioPadMode.Constant;

    /// <summary>Subtracted from each value in dB.</summary>
    public float Mean { get; init; }

    /// <summary>Divides each value after the subtraction; above 0.</summary>
    public float Std { get; init; } = 1;

    /// <summary>Upper edge of the highest band in hertz.</summary>
    [JsonIgnore]
    public double EffectiveMaxHz => MaxHz ?? SampleRateHz / 2.0;

    /// <summary>Length of the analysis window in samples.</summary>
    [JsonIgnore]
    public int EffectiveWindowSamples => WindowSamples ?? FftSize;

    /// <summary>Length of sound that fills <see cref="Frames"/> frames: Frames hops, as one frame begins every hop.</summary>
    [JsonIgnore]
    public TimeSpan WindowDuration => TimeSpan.FromSeconds((double)Frames * HopSamples / SampleRateHz);

    /// <summary>Checks every value.</summary>
    /// <returns>This spec.</returns>
    /// <exception cref="Core.UserErrorException">A value is out of its range; the message names it.</exception>
    public AudioSpec Validate()
    {
        SpecRule.Require(SampleRateHz is >= 4000 and <= 192000, "audio.sampleRateHz", SampleRateHz, "4000 to 192000");
        SpecRule.Require(PreEmphasis is null or (> 0 and < 1), "audio.preEmphasis", PreEmphasis, "above 0 and below 1, or absent");
        SpecRule.Require(FftSize is >= 64 and <= 32768 && int.IsPow2(FftSize), "audio.fftSize", FftSize, "a power of two from 64 to 32768");
        SpecRule.Require(WindowSamples is null || (WindowSamples >= 2 && WindowSamples <= FftSize), "audio.windowSamples", WindowSamples, "2 to fftSize");
        SpecRule.Require(Enum.IsDefined(Window), "audio.window", Window, "hann or hamming");
        SpecRule.Require(HopSamples >= 1 && HopSamples <= FftSize, "audio.hopSamples", HopSamples, "1 to fftSize");
        SpecRule.Require(MelBands is >= 1 and <= 512, "audio.melBands", MelBands, "1 to 512");
        SpecRule.Require(MinHz >= 0 && MinHz < SampleRateHz / 2.0, "audio.minHz", MinHz, "at least 0 and below half the sample rate");
        SpecRule.Require(EffectiveMaxHz > MinHz && EffectiveMaxHz <= SampleRateHz / 2.0, "audio.maxHz", EffectiveMaxHz, "above minHz and at most half the sample rate");
        SpecRule.Require(Enum.IsDefined(Reference), "audio.reference", Reference, "unit or maximum");
        SpecRule.Require(TopDb is null or (> 0 and < 1000), "audio.topDb", TopDb, "above 0 and below 1000, or null");
        SpecRule.Require(Frames is >= 1 and <= 100_000, "audio.frames", Frames, "1 to 100000");
        SpecRule.Require(Enum.IsDefined(PadMode), "audio.padMode", PadMode, "constant or reflect");
        SpecRule.Require(float.IsFinite(Mean), "audio.mean", Mean, "finite");
        SpecRule.Require(Std is > 0 and < float.PositiveInfinity, "audio.std", Std, "above 0");
        return this;
    }
}
