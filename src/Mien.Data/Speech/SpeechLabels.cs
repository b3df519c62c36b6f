using Mien.Core;

namespace Mien.Data.Speech;

/// <summary>The labels of the speech corpora.</summary>
public static class SpeechLabels
{
    /// <summary>RAVDESS's emotions in the order of its codes 01 to 08.</summary>
    public static EmotionLabelSet Ravdess8 { get; } = new(["neutral", "calm", "happy", "sad", "anger", "fear", "disgust", "surprise"]);

    /// <summary>CREMA-D's six.</summary>
    public static EmotionLabelSet CremaD6 { get; } = new(["neutral", "happy", "sad", "anger", "fear", "disgust"]);

    /// <summary>EMO-DB's seven, with boredom.</summary>
    public static EmotionLabelSet EmoDb7 { get; } = new(["neutral", "happy", "sad", "anger", "fear", "disgust", "boredom"]);
}
