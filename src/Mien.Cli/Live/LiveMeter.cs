using Mien.Analysis;
using Mien.Core;
using Mien.Media;
using Mien.Synchronization;

namespace Mien.Cli.Live;

/// <summary>Gathers what a live analysis does and tells it as snapshots. Safe for several threads; its memory does not grow.</summary>
internal sealed class LiveMeter(LiveCapture capture, StreamSynchronizer<VideoFrame, AudioChunk> synchronizer, QualityController? controller)
{
    private const int NoticesKept = 5;
    private const int LatencySeconds = 60;

    private static readonly TimeSpan s_staleSpeech = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly LatencyMeter _latency = new();
    private readonly RateMeter _captured = new();
    private readonly RateMeter _analyzed = new();
    private readonly EmotionHistory _history = new();
    private readonly Queue<CaptureNotice> _notices = new();
    private readonly Queue<float> _latencyHistory = new();
    private IReadOnlyList<FaceObservation> _faces = [];
    private SpeechObservation? _speech;
    private TimeSpan? _difference;
    private QualityLevel _level = QualityLevel.Full;
    private MediaTime _lastSecond;

    /// <summary>Takes note of a frame that came.</summary>
    public void AddCaptured()
    {
        lock (_lock)
            _captured.Add(capture.Clock.Now);
    }

    /// <summary>Takes a result.</summary>
    public void Add(LiveResult result, TimeSpan latency)
    {
        lock (_lock)
        {
            MediaTime now = capture.Clock.Now;
            if (!result.IsSkipped)
                _analyzed.Add(now);
            _latency.Add(latency);
            _faces = result.Moment.Faces;
            _history.Add(result.Time, _faces);
            (_difference, _level) = (result.Difference, result.Level);
            if (now - _lastSecond < TimeSpan.FromSeconds(1))
                return;
            _lastSecond = now;
            if (_latencyHistory.Count == LatencySeconds)
                _latencyHistory.Dequeue();
            _latencyHistory.Enqueue((float)_latency.OfNewest()!.Value.P50);
        }
    }

    /// <summary>Takes a window of speech.</summary>
    public void Add(SpeechObservation window)
    {
        lock (_lock)
            _speech = window;
    }

    /// <summary>Takes an announcement.</summary>
    public void Add(CaptureNotice notice)
    {
        lock (_lock)
        {
            if (_notices.Count == NoticesKept)
                _notices.Dequeue();
            _notices.Enqueue(notice);
        }
    }

    /// <summary>How it stands.</summary>
    public LiveSnapshot Read()
    {
        SynchronizerStatistics statistics = synchronizer.Statistics;
        lock (_lock)
        {
            MediaTime now = capture.Clock.Now;
            bool isBlind = capture.IsLost(CaptureModality.Camera);
            return new LiveSnapshot
            {
                Elapsed = now - MediaTime.Zero,
                Faces = isBlind ? [] : [.. _faces.Select(face => new LiveFace(face, face.Fused is { } fused ? _history.Of(face.Id, fused.DominantIndex) : []))],
                Speech = _speech is { } speech && now - speech.End < s_staleSpeech ? speech : null,
                Camera = (capture.Frames is not null, isBlind),
                Microphone = (capture.Sound is not null, capture.IsLost(CaptureModality.Microphone)),
                FramesPerSecond = (_captured.At(now), _analyzed.At(now)),
                LatencyMs = _latency.OfNewest(),
                LatencyHistory = [.. _latencyHistory],
                Dropped = ((capture.Frames?.Dropped ?? 0) + statistics.Video.Dropped, (capture.Sound?.Dropped ?? 0) + statistics.Audio.Dropped),
                Difference = _difference,
                DriftPpm = statistics.DriftPpm,
                Level = _level,
                LevelReason = controller?.Reason,
                Notices = [.. _notices],
            };
        }
    }

    /// <summary>What the whole run came to, in one line.</summary>
    public string Summarize()
    {
        LiveSnapshot last = Read();
        lock (_lock)
        {
            string latency = _latency.OfAll() is var (p50, p95) ? FormattableString.Invariant($"{p50:0} ms at p50, {p95:0} ms at p95") : "not known";
            double seconds = Math.Max(0.001, last.Elapsed.TotalSeconds);
            return FormattableString.Invariant(
                $"{_captured.Count} frames captured, {_analyzed.Count} analysed ({_analyzed.Count / seconds:0.0} a second), {last.Dropped.Frames} dropped; latency {latency}; {last.Dropped.Chunks} chunks of sound dropped; quality changed {controller?.Changes.Count ?? 0} times");
        }
    }
}
