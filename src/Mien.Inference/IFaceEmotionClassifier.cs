using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>Tells the emotions of faces.</summary>
public interface IFaceEmotionClassifier
{
    /// <summary>What the model expects and what its outputs are called.</summary>
    PreprocessingSpec Spec { get; }

    /// <summary>Classifies faces, of one frame or of several: together they take less time than one after the other.</summary>
    /// <param name="faces">The faces.</param>
    /// <param name="probabilities">Receives (faces, labels) probabilities, row after row.</param>
    void Classify(ReadOnlySpan<FaceInFrame> faces, Span<float> probabilities);
}
