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
    public bool IsThreadSafe => detector.IsThreadSafe;

    /// <inheritdoc/>
    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
    {
        List<FaceDetection> faces = [];
        Detect(frame, faces);
        return faces;
    }

    /// <inheritdoc/>
    public void Detect(VideoFrame frame, List<FaceDetection> faces, CancellationToken cancellationToken = default)
    {
        detector.Detect(frame, faces, cancellationToken);
        Span<Point2> points = stackalloc Point2[FaceLandmarks68.Count];
        Span<float> hidden = stackalloc float[FaceLandmarks68.Count];
        for (int i = 0; i < faces.Count; i++)
        {
            if (faces[i].Box is not { Width: > 0, Height: > 0 })
                continue;
            landmarks.Estimate(frame, faces[i], points, hidden, cancellationToken);
            faces[i] = faces[i] with { Landmarks = FaceLandmarks68.ToFive(points) };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        landmarks.Dispose();
        detector.Dispose();
    }
}
