using System.Diagnostics;
using Mien.Core;
using Mien.Inference;

namespace Mien.Cli.Benchmarking;

/// <summary>
/// Measures the whole way of a camera's frame to a fused emotion, and its steps: faces found, landmarks of the first, crop and
/// emotion of the face, log-mel of the frame's sound, emotion of the voice, both fused. From two threads on, the steps of the face
/// and those of the voice run side by side.
/// </summary>
internal sealed class FrameBenchmark(FrameModels models, CameraFrames frames, int threads)
{
    private static readonly string[] s_steps = ["detection", "landmarks", "crop and face emotion", "log-mel", "speech emotion", "fusion"];

    private readonly MicrophoneWindow _microphone = new(models.SpeechBundle.Spec.Audio!);
    private readonly SharedEmotionProjection _faceProjection = new(models.FaceBundle.Labels), _speechProjection = new(models.SpeechBundle.Labels);
    private readonly LateFusion _fusion = new(models.FaceBundle.Metadata.Reliability, models.SpeechBundle.Metadata.Reliability);
    private readonly float[] _face = new float[models.FaceBundle.Labels.Count], _speech = new float[models.SpeechBundle.Labels.Count];
    private readonly float[] _faceShared = new float[EmotionLabelSet.Shared7.Count], _speechShared = new float[EmotionLabelSet.Shared7.Count], _fused = new float[EmotionLabelSet.Shared7.Count];
    private readonly TimeSpan[] _times = new TimeSpan[s_steps.Length];

    /// <summary>Measures for a while.</summary>
    /// <returns>A row for each step and one for the whole.</returns>
    /// <exception cref="UserErrorException">No face is found.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public IReadOnlyList<BenchmarkRow> Run(TimeSpan duration, CancellationToken cancellation)
    {
        List<TimeSpan> whole = [];
        List<TimeSpan>[] steps = [.. s_steps.Select(_ => new List<TimeSpan>())];
        long warm = Stopwatch.GetTimestamp();
        do
            RunOnce();
        while (Stopwatch.GetElapsedTime(warm) < duration / 10);

        long start = Stopwatch.GetTimestamp();
        while (whole.Count < BenchmarkPlan.MinRuns || Stopwatch.GetElapsedTime(start) < duration)
        {
            cancellation.ThrowIfCancellationRequested();
            long begin = Stopwatch.GetTimestamp();
            RunOnce();
            whole.Add(Stopwatch.GetElapsedTime(begin));
            for (int step = 0; step < steps.Length; step++)
                steps[step].Add(_times[step]);
        }
        string[] files = [models.Detector.Name, models.Landmarks.Name, Path.GetFileName(models.FaceBundle.FilePath), "", Path.GetFileName(models.SpeechBundle.FilePath), ""];
        return
        [
            .. s_steps.Select((step, index) => BenchmarkRow.Of(Key(step, files[index]), steps[index])),
            BenchmarkRow.Of(Key("whole frame", $"{files[2]} + {files[4]}"), whole),
        ];
    }

    private BenchmarkKey Key(string step, string model) =>
        new(step, model, $"{CameraFrames.Width}x{CameraFrames.Height}", 1, threads, models.FaceBundle.Session.Provider.Provider.ToString().ToLowerInvariant());

    private void RunOnce()
    {
        if (threads > 1)
        {
            Task listening = Task.Run(Listen);
            Look();
            listening.GetAwaiter().GetResult();
        }
        else
        {
            Look();
            Listen();
        }
        long begin = Stopwatch.GetTimestamp();
        LateFusion.Fuse(_faceShared, _fusion.FaceWeight(1), _speechShared, _fusion.SpeechWeight(1, 1), _fused);
        _times[5] = Stopwatch.GetElapsedTime(begin);
    }

    private void Look()
    {
        VideoFrame frame = frames.Next();
        long begin = Stopwatch.GetTimestamp();
        IReadOnlyList<FaceDetection> faces = models.Detector.Detect(frame);
        _times[0] = Lap(ref begin);
        if (faces.Count == 0)
            throw new UserErrorException("No face is found in the picture; name one with a face with --picture.");
        FaceDetection face = faces[0] with { Landmarks = models.Landmarks.Estimate(frame, faces[0]).ToFive() };
        _times[1] = Lap(ref begin);
        FaceInFrame shown = new(frame, face);
        models.Face.Classify(new ReadOnlySpan<FaceInFrame>(in shown), _face);
        _faceProjection.Project(_face, _faceShared);
        _times[2] = Lap(ref begin);
    }

    private void Listen()
    {
        long begin = Stopwatch.GetTimestamp();
        _microphone.Update();
        _times[3] = Lap(ref begin);
        models.Speech.Classify(_microphone.Features, _speech);
        _speechProjection.Project(_speech, _speechShared);
        _times[4] = Lap(ref begin);
    }

    private static TimeSpan Lap(ref long begin)
    {
        long now = Stopwatch.GetTimestamp();
        TimeSpan lap = Stopwatch.GetElapsedTime(begin, now);
        begin = now;
        return lap;
    }
}
