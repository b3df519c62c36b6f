namespace Mien.Analysis;

/// <summary>What the timeline holds about the voice.</summary>
/// <param name="Windows">Windows of sound.</param>
/// <param name="WindowsWithSpeech">Those with enough speech to say something about.</param>
/// <param name="SpeechShare">Mean share of speech over all windows, 0..1.</param>
/// <param name="Emotions">Shares and means over the windows with speech, in the shared seven labels; null without speech.</param>
public sealed record SpeechSummary(long Windows, long WindowsWithSpeech, double SpeechShare, EmotionSummary? Emotions);
