using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>
/// Asks every model once at every size that it may be asked at, so that what the first question costs (hundreds of milliseconds) is no frame's
/// latency.
/// </summary>
public static class LiveWarmUp
{
    private const int Width = 640;
    private const int Height = 480;

    /// <summary>Asks the models about a black picture, a face that is none, and silence.</summary>
    /// <param name="models">The models; nobody else uses them meanwhile, where they serve one thread.</param>
    /// <param name="options">The settings of the streams.</param>
    /// <param name="levels">The quality levels that will be used.</param>
    public static void Run(AnalysisModels models, LiveOptions options, IReadOnlyList<QualityLevel> levels)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(levels);
        using VideoFrame frame = new(Width, Height);
        frame.Rgb.Span.Clear();
        FaceDetection face = new(new BoundingBox(Width / 4, Height / 4, Width / 4, Height / 3), 1);
        models.FaceDetector?.Detect(frame);
        FaceLandmarks68? landmarks = models.FaceLandmarks?.Estimate(frame, face);
        FaceInFrame[] faces = [new FaceInFrame(frame, landmarks is null ? face : face with { Landmarks = landmarks.ToFive() })];
        if (models.FaceClassifier is { } own)
            own.Classify(faces, new float[own.Spec.Labels.Count]);
        foreach (int width in levels.Select(level => level.FacePictureWidth).OfType<int>().Distinct())
            if (models.SizedFaceClassifier?.OfWidth(width) is { } sized)
                sized.Classify(faces, new float[sized.Spec.Labels.Count]);
        if (models.SpeechClassifier is { Spec.Audio: { } audio } speech)
            speech.Classify(new float[audio.MelBands * audio.Frames], new float[speech.Spec.Labels.Count]);
        LiveSession session = new(models, options);
        if (session.AudioSampleRateHz is { } rate)
            session.PushAudio(new AudioChunk(new float[rate], rate, MediaTime.Zero));
        session.Analyze(frame);
    }
}
