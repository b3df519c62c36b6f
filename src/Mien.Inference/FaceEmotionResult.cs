using Mien.Core;

namespace Mien.Inference;

/// <summary>A face and its emotions.</summary>
/// <param name="Face">Where the face is, in source pixels.</param>
/// <param name="Emotions">Its emotions, in the model's own labels.</param>
public sealed record FaceEmotionResult(FaceDetection Face, EmotionEstimate Emotions);
