using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>Tells the emotions of a stretch of speech.</summary>
public interface ISpeechEmotionClassifier
{
    /// <summary>What the model expects and what its outputs are called.</summary>
    PreprocessingSpec Spec { get; }

    /// <summary>Classifies one window.</summary>
    /// <param name="logMel">(MelBands, Frames) numbers as <see cref="PreprocessingSpec.Audio"/> says, already normalised.</param>
    /// <param name="probabilities">Receives one probability for each label.</param>
    void Classify(ReadOnlySpan<float> logMel, Span<float> probabilities);
}
