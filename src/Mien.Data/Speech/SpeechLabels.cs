using Mien.Core;

namespace Mien.Data.Speech;

/// <summary>The labels of speech models: RAVDESS's eight.</summary>
public static class SpeechLabels
{
    /// <summary>RAVDESS's emotions in the order of its codes 01 to 08.</summary>
    public static EmotionLabelSet Ravdess8 { get; } = new(["neutral", "calm", "happy", "sad", "anger", "fear", "disgust", "surprise"]);
}
