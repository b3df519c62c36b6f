using Mien.Core;

namespace Mien.Synchronization.Tests;

/// <summary>Plays a scenario in fake time and writes down where every item went.</summary>
internal sealed class ScenarioRun
{
    private readonly Scenario _scenario;
    private readonly Random _random;
    private readonly StreamSynchronizer<int, int> _synchronizer;
    private int _framesPushed;
    private int _soundsPushed;

    public ScenarioRun(Scenario scenario)
    {
        (_scenario, _random) = (scenario, new Random(scenario.Seed));
        _synchronizer = new StreamSynchronizer<int, int>(scenario.Options, (item, reason) => DroppedFrames.Add((item, reason)), (item, reason) => DroppedSounds.Add((item, reason)));
    }

    /// <summary>What was taken, and when.</summary>
    public List<(MediaTime Now, SynchronizedMoment<int, int> Moment)> Moments { get; } = [];

    public List<(int Item, DropReason Reason)> DroppedFrames { get; } = [];

    public List<(int Item, DropReason Reason)> DroppedSounds { get; } = [];

    /// <summary>True time of capture by item; items are numbered as they are pushed.</summary>
    public List<MediaTime> FrameTimes { get; } = [];

    /// <summary>The same of sound: its first sample.</summary>
    public List<MediaTime> SoundTimes { get; } = [];

    public SynchronizerStatistics Statistics => _synchronizer.Statistics;

    public TimeSpan ChunkLength => TimeSpan.FromMilliseconds(_scenario.Audio.Interval);

    /// <summary>Plays it.</summary>
    /// <param name="seconds">How much is captured.</param>
    /// <param name="onLook">Called after each look for moments, with the time.</param>
    public ScenarioRun Play(double seconds, Action<ScenarioRun, MediaTime>? onLook = null)
    {
        Queue<(MediaTime Captured, MediaTime Arrival)> frames = new(_scenario.Video.Items(seconds * 1000, 0, _random));
        Queue<(MediaTime Captured, MediaTime Arrival)> sounds = new(_scenario.Audio.Items(seconds * 1000, _scenario.Audio.Interval, _random));
        MediaTime now = MediaTime.Zero;
        while (frames.Count + sounds.Count > 0)
        {
            now += TimeSpan.FromMilliseconds(1 + _random.Next(_scenario.Poll));
            while (Next(frames, sounds, now) is { } queue)
                Push(queue == frames, queue.Dequeue());
            Look(now);
            onLook?.Invoke(this, now);
        }
        return this;
    }

    /// <summary>Whether something is overdue.</summary>
    public bool IsOverdue(MediaTime now) => _synchronizer.DueTime <= now;

    /// <summary>Takes what is left and ends.</summary>
    public void End(bool takeRest)
    {
        _synchronizer.Complete();
        while (takeRest && _synchronizer.TryTake(MediaTime.FromSeconds(1000), out SynchronizedMoment<int, int>? moment))
            Moments.Add((MediaTime.FromSeconds(1000), moment));
        _synchronizer.Dispose();
    }

    private static Queue<(MediaTime Captured, MediaTime Arrival)>? Next(Queue<(MediaTime Captured, MediaTime Arrival)> frames, Queue<(MediaTime Captured, MediaTime Arrival)> sounds, MediaTime now)
    {
        MediaTime never = new(long.MaxValue);
        MediaTime frame = frames.TryPeek(out (MediaTime Captured, MediaTime Arrival) nextFrame) ? nextFrame.Arrival : never;
        MediaTime sound = sounds.TryPeek(out (MediaTime Captured, MediaTime Arrival) nextSound) ? nextSound.Arrival : never;
        if (frame > now && sound > now)
            return null;
        return frame <= sound ? frames : sounds;
    }

    private void Push(bool isFrame, (MediaTime Captured, MediaTime Arrival) item)
    {
        if (isFrame)
        {
            FrameTimes.Add(item.Captured);
            _synchronizer.PushVideo(_framesPushed++, item.Captured, item.Arrival);
            return;
        }
        SoundTimes.Add(item.Captured);
        _synchronizer.PushAudio(_soundsPushed++, new MediaTime((long)(item.Captured.Microseconds * (1 + (_scenario.DriftPpm * 1e-6)))), ChunkLength, item.Arrival);
    }

    private void Look(MediaTime now)
    {
        for (int taken = 0; taken < _scenario.MostTaken && _synchronizer.TryTake(now, out SynchronizedMoment<int, int>? moment); taken++)
            Moments.Add((now, moment));
    }
}
