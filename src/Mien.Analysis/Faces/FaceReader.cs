using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>Measures the quality of a frame's faces and asks the face model about them. For one thread.</summary>
/// <param name="classifier">The face model; null measures quality only.</param>
internal sealed class FaceReader(IFaceEmotionClassifier? classifier)
{
    private readonly FaceQuality _quality = new();
    private FaceDetection[] _detections = [];
    private float[] _probabilities = [];

    public void Read(PipelineFrame frame)
    {
        int count = frame.Faces.Count;
        if (count == 0)
            return;
        Reserve(count);
        float[] qualities = new float[count];
        for (int i = 0; i < count; i++)
        {
            _detections[i] = frame.Faces[i].Detection;
            qualities[i] = _quality.Measure(frame.Picture, _detections[i]);
        }
        frame.Qualities = qualities;
        frame.Estimates = new EmotionEstimate?[count];
        if (classifier is null)
            return;
        EmotionLabelSet labels = classifier.Spec.Labels;
        Span<float> probabilities = _probabilities.AsSpan(0, count * labels.Count);
        classifier.Classify(frame.Picture, _detections.AsSpan(0, count), probabilities);
        for (int i = 0; i < count; i++)
            frame.Estimates[i] = new EmotionEstimate(labels, probabilities.Slice(i * labels.Count, labels.Count));
    }

    private void Reserve(int count)
    {
        if (_detections.Length >= count)
            return;
        _detections = new FaceDetection[count];
        _probabilities = new float[count * (classifier?.Spec.Labels.Count ?? 0)];
    }
}
