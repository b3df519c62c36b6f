using Mien.Core;

namespace Mien.Vision;

/// <summary>A detector whose faces have the five points that 68 landmarks give, by which crops are aligned. Owns both.</summary>
/// <param name="detector">Finds the faces.</param>
/// <param name="landmarks">Finds their landmarks.</param>
public sealed class LandmarkedFaceDetector(IFaceDetector detector, FaceLandmarkEstimator landmarks) : IFaceDetector
{
    /// <inheritdoc/>
    public string Name => $"{detector.Name}, {landmarks.Name}";

    /// <inheritdoc/>
    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame) =>
        [.. detector.Detect(frame).Select(face => face.Box is { Width: > 0, Height: > 0 } ? face with { Landmarks = landmarks.Estimate(frame, face).ToFive() } : face)];

    /// <inheritdoc/>
    public void Dispose()
    {
        landmarks.Dispose();
        detector.Dispose();
    }
}
