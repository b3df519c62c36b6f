using Mien.Core;
using Mien.Inference;
using Mien.Media;
using Mien.Preprocessing;
using Mien.Vision;

namespace Mien.Analysis.Tests;

/// <summary>Small pieces that many tests need.</summary>
internal static class Samples
{
    public static EmotionLabelSet FaceLabels { get; } = new(["sad", "happy", "neutral"]);

    public static EmotionLabelSet SpeechLabels { get; } = new(["calm", "anger"]);

    public static ModelIdentity FaceModel { get; } = Identity("face", new PreprocessingSpec { Image = new ImageSpec { Width = 4, Height = 4 }, Labels = FaceLabels });

    public static ModelIdentity SpeechModel { get; } = Identity("speech", new PreprocessingSpec { Audio = new AudioSpec(), Labels = SpeechLabels });

    private static ModelIdentity Identity(string task, PreprocessingSpec spec) =>
        new(task, "test", "1", "Apache-2.0", "test.onnx", new string('0', 64), new ModalityReliability(0.6, spec.Labels.Count), spec);

    public static TimelineHeader Header(string input = "clip.mp4", bool speech = true) => new()
    {
        Input = input,
        Kind = MediaKind.Video,
        Width = 64,
        Height = 48,
        FramesPerSecond = 25,
        Duration = TimeSpan.FromSeconds(2),
        HasAudio = speech,
        FaceModel = FaceModel,
        SpeechModel = speech ? SpeechModel : null,
        FaceDetector = "fake",
        Options = new AnalysisOptions(),
        MienVersion = "0.0-test",
        Engines = new Dictionary<string, string> { ["fake"] = "1" },
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    /// <summary>An estimate over the shared seven in which one emotion has a probability and the others share the rest.</summary>
    public static EmotionEstimate Shared(string emotion, float probability = 0.7f)
    {
        EmotionLabelSet labels = EmotionLabelSet.Shared7;
        return new EmotionEstimate(labels, [.. labels.Select(label => label == emotion ? probability : (1 - probability) / (labels.Count - 1))]);
    }

    public static FaceObservation Face(int id, string? emotion, float probability = 0.7f) => new(
        id, new FaceDetection(new BoundingBox(1.5f, 2.25f, 30, 40), 0.9f), new FaceQuality(0.5f, 30, 0.25f, 120, new HeadPose(-12.5f, 3, 0.5f), 0.125f), true, null,
        new EmotionEstimate(FaceLabels, [0.1f, 0.6f, 0.3f]), emotion is null ? null : Shared(emotion, probability));

    public static SpeechObservation Speech(double start, double end, string? emotion = "anger", float presence = 0.8f) => new(
        MediaTime.FromSeconds(start), MediaTime.FromSeconds(end), presence,
        emotion is null ? null : new EmotionEstimate(SpeechLabels, [0.25f, 0.75f]), emotion is null ? null : Shared(emotion));

    public static TimelineMoment Moment(double seconds, long frame, params FaceObservation[] faces) => new(MediaTime.FromSeconds(seconds), frame, faces, null);

    public static TimelineSummary Summary(bool interrupted = false) => new(0, 0, [], 0, null, interrupted);
}
