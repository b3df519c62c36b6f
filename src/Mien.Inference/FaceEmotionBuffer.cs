using Mien.Core;

namespace Mien.Inference;

/// <summary>
/// What a session found in a picture, in memory that the next picture uses again: with one buffer for each thread, analysing
/// allocates nothing. Empty until <see cref="EmotionSession.Analyze(VideoFrame, FaceEmotionBuffer, CancellationToken)"/> filled it.
/// </summary>
public sealed class FaceEmotionBuffer
{
    private EmotionLabelSet? _labels;
    private FaceInFrame[] _inputs = [];
    private float[] _probabilities = [];

    /// <summary>Number of faces; the surest comes first.</summary>
    public int Count { get; private set; }

    /// <summary>The model's emotions.</summary>
    /// <exception cref="InvalidOperationException">Nothing was analysed yet.</exception>
    public EmotionLabelSet Labels => _labels ?? throw new InvalidOperationException("Nothing was analysed into this buffer yet.");

    /// <summary>The faces, in source pixels; as long as <see cref="Count"/>.</summary>
    internal List<FaceDetection> Faces { get; } = [];

    /// <summary>A face and its emotions. What it points to changes with the next picture.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such face.</exception>
    public FaceEmotionView this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return new FaceEmotionView(Faces[index], Labels, _probabilities.AsSpan(index * Labels.Count, Labels.Count));
        }
    }

    /// <summary>Drops what the last picture gave.</summary>
    internal void Clear()
    {
        Faces.Clear();
        Count = 0;
    }

    /// <summary>Classifies <see cref="Faces"/>.</summary>
    internal void Classify(VideoFrame frame, FaceEmotionClassifier classifier, CancellationToken cancellationToken)
    {
        _labels = classifier.Spec.Labels;
        int count = Faces.Count;
        if (_inputs.Length < count)
            _inputs = new FaceInFrame[count];
        if (_probabilities.Length < count * _labels.Count)
            _probabilities = new float[count * _labels.Count];
        for (int i = 0; i < count; i++)
            _inputs[i] = new FaceInFrame(frame, Faces[i]);
        try
        {
            classifier.Classify(_inputs.AsSpan(0, count), _probabilities.AsSpan(0, count * _labels.Count), cancellationToken);
            Count = count;
        }
        finally
        {
            _inputs.AsSpan(0, count).Clear(); // keeps no picture alive
        }
    }
}
