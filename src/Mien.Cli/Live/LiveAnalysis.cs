using Mien.Analysis;
using Mien.Core;
using Mien.Media;
using Mien.Synchronization;

namespace Mien.Cli.Live;

/// <summary>
/// The way of frames and sound from the capture through the synchroniser to the analysis. Two tasks carry what was captured to the synchroniser and
/// never wait; one takes moments from it, one after the other, so that a slow analysis costs frames and not time.
/// </summary>
internal sealed class LiveAnalysis : IDisposable
{
    private readonly LiveCapture _capture;
    private readonly LiveSession _session;
    private readonly QualityController? _controller;
    private readonly ResourceMonitor _monitor = new();
    private readonly StreamSynchronizer<VideoFrame, AudioChunk> _synchronizer;
    private readonly SynchronizerOptions _options;
    private readonly SemaphoreSlim _somethingNew = new(0);

    /// <summary>Prepares it.</summary>
    /// <param name="capture">What is captured; stays the caller's.</param>
    /// <param name="session">What analyses it.</param>
    /// <param name="options">How pictures and sound are brought together.</param>
    /// <param name="controller">Chooses the quality; null to stay at full quality.</param>
    public LiveAnalysis(LiveCapture capture, LiveSession session, SynchronizerOptions options, QualityController? controller)
    {
        (_capture, _session, _options, _controller) = (capture, session, options, controller);
        _synchronizer = new StreamSynchronizer<VideoFrame, AudioChunk>(_options, DropFrame);
        Meter = new LiveMeter(capture, _synchronizer, controller);
    }

    /// <summary>What it does.</summary>
    public LiveMeter Meter { get; }

    /// <summary>Runs until the pictures, or without pictures the sound, have ended or the token is cancelled.</summary>
    /// <param name="onResult">Takes each result with the frame, which lives until the returned task ends.</param>
    /// <param name="onSpeech">Takes each window of speech that is heard while there are no pictures.</param>
    /// <param name="cancellation">Ends it; that is no failure.</param>
    public async Task RunAsync(Func<LiveResult, ValueTask> onResult, Func<SpeechObservation, ValueTask> onSpeech, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task pictures = PumpAsync(_capture.Frames, PushFrame, stop.Token);
        Task sound = PumpAsync(_capture.Sound, PushSound, stop.Token);
        Task input = _capture.Frames is null ? sound : pictures;
        Task ended = input.ContinueWith(
            _ =>
            {
                _synchronizer.Complete();
                _somethingNew.Release();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                bool isLast = ended.IsCompleted;
                while (!stop.IsCancellationRequested && _synchronizer.TryTake(_capture.Clock.Now, out SynchronizedMoment<VideoFrame, AudioChunk>? moment))
                    await AnalyzeAsync(moment, onResult, onSpeech);
                if (isLast)
                    break;
                await WaitAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped while it waited for something new.
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(pictures, sound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ended;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _synchronizer.Dispose();
        _monitor.Dispose();
        _somethingNew.Dispose();
    }

    private async Task PumpAsync<T>(CaptureStream<T>? stream, Action<T> push, CancellationToken cancellation) where T : class
    {
        if (stream is null)
            return;
        await foreach (T item in stream.ReadAllAsync(cancellation))
        {
            push(item);
            if (_somethingNew.CurrentCount == 0)
                _somethingNew.Release();
        }
    }

    private void PushFrame(VideoFrame frame)
    {
        Meter.AddCaptured();
        _synchronizer.PushVideo(frame, frame.Time, _capture.Clock.Now);
    }

    private void PushSound(AudioChunk chunk) => _synchronizer.PushAudio(chunk, chunk.Start, chunk.End - chunk.Start, _capture.Clock.Now);

    private void DropFrame(VideoFrame frame, DropReason reason)
    {
        frame.Dispose();
        if (reason is DropReason.QueueFull or DropReason.Stale)
            _controller?.AddDropped();
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        TimeSpan wait = Timeout.InfiniteTimeSpan;
        if (_synchronizer.DueTime is { } due)
            wait = due > _capture.Clock.Now ? due - _capture.Clock.Now + TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1);
        await _somethingNew.WaitAsync(wait, cancellation);
    }

    private async ValueTask AnalyzeAsync(SynchronizedMoment<VideoFrame, AudioChunk> moment, Func<LiveResult, ValueTask> onResult, Func<SpeechObservation, ValueTask> onSpeech)
    {
        bool isAlone = _capture.Frames is null || _capture.IsLost(CaptureModality.Camera);
        foreach (CapturedItem<AudioChunk> sound in moment.Sound)
        {
            foreach (SpeechObservation window in _session.PushAudio(sound.Item with { Start = sound.Time }, isAlone))
            {
                Meter.Add(window);
                if (isAlone)
                    await onSpeech(window);
            }
        }
        if (moment.Frame is not { } captured)
            return;
        using VideoFrame frame = captured.Item;
        QualityLevel? level = _controller?.Decide((double)_synchronizer.Statistics.Video.Pending / _options.VideoCapacity, _monitor.Read());
        LiveResult result = _session.Analyze(frame, level, moment.Difference);
        TimeSpan latency = _capture.Clock.Now - frame.Time;
        _controller?.AddResult(latency);
        Meter.Add(result, latency);
        await onResult(result);
    }
}
