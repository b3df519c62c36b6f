using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>One face at one moment.</summary>
/// <param name="Id">The person's number in this input, from 1, stable while the face is tracked.</param>
/// <param name="Detection">Where the face is, in source pixels, and how sure the detector is.</param>
/// <param name="Quality">How much can be read from the picture of this face, 0..1 (<see cref="FaceQuality"/>).</param>
/// <param name="Face">What the face model says of this frame alone, in its own labels; null where no face model runs.</param>
/// <param name="Fused">Face and voice joined and smoothed over time, in the shared seven labels; null where neither is known.</param>
public sealed record FaceObservation(int Id, FaceDetection Detection, float Quality, EmotionEstimate? Face, EmotionEstimate? Fused);
