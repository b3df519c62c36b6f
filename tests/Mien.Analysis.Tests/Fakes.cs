using System.Runtime.CompilerServices;
using Mien.Core;
using Mien.Inference;
using Mien.Media;
using Mien.Preprocessing;
using Mien.Vision;

namespace Mien.Analysis.Tests;

/// <summary>Finds the face that a function of the frame's number says, or none.</summary>
internal sealed class FakeDetector(Func<long, FaceDetection?> face) : IFaceDetector
{
    public string Name => "fake";

    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame) => face(frame.Index) is { } found ? [found] : [];

    public void Dispose()
    {
    }

    public static FaceDetection Steady { get; } = new(new BoundingBox(10, 8, 24, 30), 0.95f);
}

/// <summary>Answers with what a function of the frame's number says.</summary>
internal sealed class FakeFaceClassifier(EmotionLabelSet labels, Func<long, float[]> answer) : IFaceEmotionClassifier
{
    public PreprocessingSpec Spec { get; } = new() { Image = new ImageSpec { Width = 4, Height = 4 }, Labels = labels };

    public void Classify(ReadOnlySpan<FaceInFrame> faces, Span<float> probabilities)
    {
        for (int i = 0; i < faces.Length; i++)
            answer(faces[i].Frame.Index).CopyTo(probabilities[(i * Spec.Labels.Count)..]);
    }
}

/// <summary>Finds the same points in every face.</summary>
internal sealed class FakeLandmarks(float hidden) : IFaceLandmarkEstimator
{
    public static Point2[] Points { get; } = [.. Enumerable.Range(0, 68).Select(i => new Point2(10 + i % 9 * 2, 8 + i / 9 * 3))];

    public string Name => "fake";

    public FaceLandmarks68 Estimate(VideoFrame frame, FaceDetection face) => new(Points, [.. Enumerable.Repeat(hidden, 68)]);
}

/// <summary>Keeps the last face that it was asked about.</summary>
internal sealed class CropRecorder : IFaceEmotionClassifier
{
    public FaceDetection? Last { get; private set; }

    public PreprocessingSpec Spec { get; } = new() { Image = new ImageSpec { Width = 4, Height = 4 }, Labels = EmotionLabelSet.Shared7 };

    public void Classify(ReadOnlySpan<FaceInFrame> faces, Span<float> probabilities)
    {
        Last = faces[^1].Face;
        probabilities.Fill(1f / Spec.Labels.Count);
    }
}

/// <summary>Answers with the mean of the window's first band and one minus it, so that answers depend on the input.</summary>
internal sealed class FakeSpeechClassifier : ISpeechEmotionClassifier
{
    public List<float[]> Windows { get; } = [];

    public PreprocessingSpec Spec { get; } = new() { Audio = new AudioSpec { Mean = -50, Std = 50 }, Labels = new EmotionLabelSet(["calm", "anger"]) };

    public void Classify(ReadOnlySpan<float> logMel, Span<float> probabilities)
    {
        Windows.Add(logMel.ToArray());
        probabilities[0] = 0.25f;
        probabilities[1] = 0.75f;
    }
}

/// <summary>Gives prepared windows.</summary>
internal sealed class FakeSpeechAnalyzer(IEnumerable<SpeechObservation> windows) : ISpeechAnalyzer
{
    public int Given { get; private set; }

    public async IAsyncEnumerable<SpeechObservation> AnalyzeAsync(
        IMediaSource source, AnalysisOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (SpeechObservation window in windows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Given++;
            yield return window;
            await Task.Yield();
        }
    }
}

/// <summary>Keeps what it is given, and can fail or act at a moment.</summary>
internal sealed class CollectingSink : ITimelineSink
{
    public List<TimelineMoment> Moments { get; } = [];

    public TimelineHeader? Header { get; private set; }

    public TimelineSummary? Summary { get; private set; }

    public bool Disposed { get; private set; }

    public Action<TimelineMoment>? OnMoment { get; init; }

    public ValueTask BeginAsync(TimelineHeader header, CancellationToken cancellationToken)
    {
        Header = header;
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(TimelineMoment moment)
    {
        OnMoment?.Invoke(moment);
        Moments.Add(moment);
        return ValueTask.CompletedTask;
    }

    public ValueTask<string?> CompleteAsync(TimelineSummary summary)
    {
        Summary = summary;
        return ValueTask.FromResult<string?>(null);
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}
