using Mien.Analysis;
using Mien.Core;
using Mien.Media;
using Mien.Synchronization;

namespace Mien.Benchmarks.AdaptiveQuality;

/// <summary>A film as camera and microphone, analysed live for a while.</summary>
internal sealed class LiveRun(AnalysisModels models, BenchmarkOptions options) : IDisposable
{
    private readonly ResourceMonitor _monitor = new();
    private readonly SemaphoreSlim _somethingNew = new(0);
    private readonly SynchronizerOptions _synchronizing = new();

    /// <summary>Runs once.</summary>
    /// <param name="name">What the series is called.</param>
    /// <param name="adapts">Whether the quality adapts.</param>
    public async Task<RunResult> RunAsync(string name, bool adapts)
    {
        List<FrameRow> rows = [];
        List<(double Seconds, QualityChange Change)> changes = [];
        CaptureInput film = CaptureInput.ParseCamera(options.Clip);
        await using LiveCapture capture = await LiveCapture.OpenAsync(new CaptureSelection(film, film, true), new CaptureOptions { Loop = true });
        double start = capture.Clock.Now.Seconds;
        LiveSession session = new(models);
        QualityController controller = new(QualityLadder.For(models), onChanged: change =>
        {
            changes.Add((Seconds(), change));
            Console.WriteLine($"  {Seconds(),6:0.0} s: {change.From.Name} -> {change.To.Name}, {change.Reason}");
        });
        using StreamSynchronizer<VideoFrame, AudioChunk> synchronizer = new(_synchronizing, (frame, reason) =>
        {
            frame.Dispose();
            if (reason == DropReason.Ended)
                return;
            controller.AddDropped();
            lock (rows)
                rows.Add(new FrameRow(Seconds(), null, 0, controller.Level.Index, false, _monitor.Read().MachineProcessors));
        });
        using CancellationTokenSource stop = new();
        Task frames = PumpAsync(capture.Frames!, frame => synchronizer.PushVideo(frame, frame.Time, capture.Clock.Now), stop.Token);
        Task sound = PumpAsync(capture.Sound!, chunk => synchronizer.PushAudio(chunk, chunk.Start, chunk.End - chunk.Start, capture.Clock.Now), stop.Token);
        SyntheticLoad? load = null;
        try
        {
            while (Seconds() < options.Seconds)
            {
                if (options.IsLoaded(Seconds()))
                {
                    load ??= new SyntheticLoad(options.Processes);
                }
                else
                {
                    load?.Dispose();
                    load = null;
                }
                if (synchronizer.TryTake(capture.Clock.Now, out SynchronizedMoment<VideoFrame, AudioChunk>? moment))
                {
                    Analyze(moment);
                    continue;
                }
                TimeSpan wait = synchronizer.DueTime is { } due && due > capture.Clock.Now ? due - capture.Clock.Now : TimeSpan.FromMilliseconds(1);
                await _somethingNew.WaitAsync(wait + TimeSpan.FromMilliseconds(1));
            }
        }
        finally
        {
            load?.Dispose();
            await stop.CancelAsync();
            await Task.WhenAll(frames, sound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return new RunResult(name, rows, changes, synchronizer.Statistics);

        double Seconds() => capture.Clock.Now.Seconds - start;

        void Analyze(SynchronizedMoment<VideoFrame, AudioChunk> moment)
        {
            foreach (CapturedItem<AudioChunk> chunk in moment.Sound)
                session.PushAudio(chunk.Item with { Start = chunk.Time });
            if (moment.Frame is not { } captured)
                return;
            using VideoFrame frame = captured.Item;
            ResourceSample resources = _monitor.Read();
            QualityLevel level = adapts ? controller.Decide((double)synchronizer.Statistics.Video.Pending / _synchronizing.VideoCapacity, resources) : QualityLevel.Full;
            LiveResult result = session.Analyze(frame, level, moment.Difference);
            TimeSpan latency = capture.Clock.Now - frame.Time;
            controller.AddResult(latency);
            lock (rows)
                rows.Add(new FrameRow(Seconds(), latency.TotalMilliseconds, result.Timing.Total.TotalMilliseconds, level.Index, result.IsSkipped, resources.MachineProcessors));
        }
    }

    public void Dispose()
    {
        _monitor.Dispose();
        _somethingNew.Dispose();
    }

    private async Task PumpAsync<T>(CaptureStream<T> stream, Action<T> push, CancellationToken cancellation) where T : class
    {
        await foreach (T item in stream.ReadAllAsync(cancellation))
        {
            push(item);
            if (_somethingNew.CurrentCount == 0)
                _somethingNew.Release();
        }
    }
}
