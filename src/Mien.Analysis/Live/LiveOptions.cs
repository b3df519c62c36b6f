using Mien.Core;

namespace Mien.Analysis;

/// <summary>The settings of a live analysis. <see cref="Validate"/> says what is wrong with them.</summary>
public sealed record LiveOptions
{
    private static readonly AnalysisOptions s_defaults = new();

    /// <summary>The most faces analysed in a frame, 1..100: the largest ones.</summary>
    public int MaxFaces { get; init; } = s_defaults.MaxFaces;

    /// <summary>Whether faces are looked for.</summary>
    public bool AnalyzeFaces { get; init; } = true;

    /// <summary>Whether speech is listened to.</summary>
    public bool AnalyzeSpeech { get; init; } = true;

    /// <inheritdoc cref="AnalysisOptions.DetectEveryNthFrame"/>
    public int DetectEveryNthFrame { get; init; } = s_defaults.DetectEveryNthFrame;

    /// <summary>Length of a window of speech; 0.5..30 s. At a stream's beginning windows are as long as the sound is yet.</summary>
    public TimeSpan SpeechWindow { get; init; } = s_defaults.SpeechWindow;

    /// <inheritdoc cref="AnalysisOptions.SpeechHop"/>
    public TimeSpan SpeechHop { get; init; } = s_defaults.SpeechHop;

    /// <inheritdoc cref="AnalysisOptions.MinSpeechPresence"/>
    public double MinSpeechPresence { get; init; } = s_defaults.MinSpeechPresence;

    /// <inheritdoc cref="AnalysisOptions.SmoothingTime"/>
    public TimeSpan SmoothingTime { get; init; } = s_defaults.SmoothingTime;

    /// <inheritdoc cref="AnalysisOptions.MinQuality"/>
    public double MinQuality { get; init; } = s_defaults.MinQuality;

    /// <inheritdoc cref="AnalysisOptions.LowQuality"/>
    public LowQualityFaces LowQuality { get; init; }

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="UserErrorException">A value is out of its range; the message names it.</exception>
    public LiveOptions Validate()
    {
        ToAnalysis().Validate();
        return this;
    }

    /// <summary>The same settings as those of files have them.</summary>
    internal AnalysisOptions ToAnalysis() => new()
    {
        MaxFaces = MaxFaces,
        AnalyzeFaces = AnalyzeFaces,
        AnalyzeSpeech = AnalyzeSpeech,
        DetectEveryNthFrame = DetectEveryNthFrame,
        SpeechWindow = SpeechWindow,
        SpeechHop = SpeechHop,
        MinSpeechPresence = MinSpeechPresence,
        SmoothingTime = SmoothingTime,
        MinQuality = MinQuality,
        LowQuality = LowQuality,
    };
}
