using Mien.Core;
using Mien.Inference;
using Mien.Vision;

namespace Mien.Analysis;

/// <summary>
/// Finds the landmarks of faces, measures their quality, and asks the face model about them, those of several frames at once. For one
/// thread and one stream.
/// </summary>
/// <param name="landmarks">The landmark network; null for none: crops then follow the detector's points.</param>
internal sealed class FaceReader(IFaceLandmarkEstimator? landmarks)
{
    private readonly FaceQualityMeter _quality = new();
    private readonly LandmarkSmoother _smoother = new();
    private FaceInFrame[] _faces = [];
    private float[] _probabilities = [];

    /// <summary>Reads the faces of frames.</summary>
    /// <param name="frames">The frames, in order of time.</param>
    /// <param name="classifier">The face model; null for none.</param>
    public void Read(IReadOnlyList<PipelineFrame> frames, IFaceEmotionClassifier? classifier)
    {
        int total = frames.Sum(frame => frame.Faces.Count);
        if (total == 0)
            return;
        Reserve(total, classifier?.Spec.Labels.Count ?? 0);
        int next = 0;
        foreach (PipelineFrame frame in frames)
        {
            frame.Landmarks = new FaceLandmarks68?[frame.Faces.Count];
            frame.Qualities = new FaceQuality[frame.Faces.Count];
            frame.Estimates = new EmotionEstimate?[frame.Faces.Count];
            for (int i = 0; i < frame.Faces.Count; i++)
            {
                FaceDetection face = frame.Faces[i].Detection;
                FaceLandmarks68? points = frame.Landmarks[i] = FindLandmarks(frame, frame.Faces[i]);
                frame.Qualities[i] = _quality.Measure(frame.Picture, face, points);
                _faces[next++] = new FaceInFrame(frame.Picture, points is null ? face : face with { Landmarks = points.ToFive() });
            }
        }
        if (classifier is not null)
            Classify(classifier, frames, total);
        _faces.AsSpan(0, total).Clear(); // Keeps no frame alive.
    }

    private FaceLandmarks68? FindLandmarks(PipelineFrame frame, TrackedFace face)
    {
        BoundingBox box = face.Detection.Box;
        return landmarks is null || !(box.Width > 0 && box.Height > 0)
            ? null
            : _smoother.Smooth(face.Id, frame.Picture.Time, landmarks.Estimate(frame.Picture, face.Detection), Math.Sqrt(box.Area));
    }

    private void Classify(IFaceEmotionClassifier model, IReadOnlyList<PipelineFrame> frames, int total)
    {
        EmotionLabelSet labels = model.Spec.Labels;
        Span<float> probabilities = _probabilities.AsSpan(0, total * labels.Count);
        model.Classify(_faces.AsSpan(0, total), probabilities);
        foreach (PipelineFrame frame in frames)
        {
            for (int i = 0; i < frame.Estimates.Length; i++)
            {
                frame.Estimates[i] = new EmotionEstimate(labels, probabilities[..labels.Count]);
                probabilities = probabilities[labels.Count..];
            }
        }
    }

    private void Reserve(int count, int labels)
    {
        if (_faces.Length < count)
            _faces = new FaceInFrame[count];
        if (_probabilities.Length < count * labels)
            _probabilities = new float[count * labels];
    }
}
