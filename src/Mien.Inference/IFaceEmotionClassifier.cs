using Mien.Core;
using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>Tells the emotions of faces.</summary>
public interface IFaceEmotionClassifier
{
    /// <summary>What the model expects and what its outputs are called.</summary>
    PreprocessingSpec Spec { get; }

    /// <summary>Classifies faces of one frame.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="faces">The faces in it.</param>
    /// <param name="probabilities">Receives (faces, labels) probabilities, row after row.</param>
    void Classify(VideoFrame frame, ReadOnlySpan<FaceDetection> faces, Span<float> probabilities);
}
