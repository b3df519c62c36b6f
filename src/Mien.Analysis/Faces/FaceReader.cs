using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>Measures the quality of faces and asks the face model about them, those of several frames at once. For one thread.</summary>
/// <param name="classifier">The face model; null measures quality only.</param>
internal sealed class FaceReader(IFaceEmotionClassifier? classifier)
{
    private readonly FaceQuality _quality = new();
    private FaceInFrame[] _faces = [];
    private float[] _probabilities = [];

    public void Read(IReadOnlyList<PipelineFrame> frames)
    {
        int total = frames.Sum(frame => frame.Faces.Count);
        if (total == 0)
            return;
        Reserve(total);
        int next = 0;
        foreach (PipelineFrame frame in frames)
        {
            frame.Qualities = new float[frame.Faces.Count];
            frame.Estimates = new EmotionEstimate?[frame.Faces.Count];
            for (int i = 0; i < frame.Faces.Count; i++)
            {
                FaceDetection face = frame.Faces[i].Detection;
                frame.Qualities[i] = _quality.Measure(frame.Picture, face);
                _faces[next++] = new FaceInFrame(frame.Picture, face);
            }
        }
        if (classifier is not null)
            Classify(classifier, frames, total);
        _faces.AsSpan(0, total).Clear(); // Keeps no frame alive.
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

    private void Reserve(int count)
    {
        if (_faces.Length >= count)
            return;
        _faces = new FaceInFrame[count];
        _probabilities = new float[count * (classifier?.Spec.Labels.Count ?? 0)];
    }
}
