using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>One face at one moment.</summary>
/// <param name="Id">The person's number in this input, from 1, stable while the face is tracked.</param>
/// <param name="Detection">Where the face is, in source pixels, and how sure the detector is.</param>
/// <param name="Quality">How much can be read from the picture of this face, and why.</param>
/// <param name="IsReliable">Whether the quality suffices to tell an emotion (<see cref="AnalysisOptions.MinQuality"/>).</param>
/// <param name="Landmarks">Its 68 landmarks, smoothed over time; null where no landmark network runs.</param>
/// <param name="Face">What the face model says of this frame alone, in its own labels; null where no face model runs or it is withheld.</param>
/// <param name="Fused">Face and voice joined and smoothed over time, in the shared seven labels; null where neither is known.</param>
public sealed record FaceObservation(int Id, FaceDetection Detection, FaceQuality Quality, bool IsReliable, FaceLandmarks68? Landmarks, EmotionEstimate? Face, EmotionEstimate? Fused);
