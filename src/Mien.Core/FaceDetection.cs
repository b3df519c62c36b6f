namespace Mien.Core;

/// <summary>One face as a detector found it in one frame.</summary>
/// <param name="Box">The face's rectangle in source pixels.</param>
/// <param name="Confidence">The detector's confidence, 0..1.</param>
/// <param name="Landmarks">Five facial points, where the detector gives them.</param>
public readonly record struct FaceDetection(BoundingBox Box, float Confidence, FaceLandmarks5? Landmarks = null);
