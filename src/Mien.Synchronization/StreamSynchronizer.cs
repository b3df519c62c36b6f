using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Mien.Core;

namespace Mien.Synchronization;

/// <summary>
/// Brings frames and sound together by the times of their capture. Whoever captures pushes, on any thread, and never waits; whoever analyses
/// takes moments: a frame goes as soon as the sound of its moment is there, or when it waited long enough, with the nearest sound within
/// <see cref="SynchronizerOptions.MaxDifference"/> or without any. Sound goes with the next frame, or alone where none comes. Each stream leaves
/// in the order of capture. Time is given, never asked for: <c>arrival</c> and <c>now</c> are on one clock of the taker's that never goes back;
/// capture times may begin elsewhere.
/// </summary>
/// <typeparam name="TVideo">The frames' type.</typeparam>
/// <typeparam name="TAudio">The type of the chunks of sound.</typeparam>
public sealed class StreamSynchronizer<TVideo, TAudio> : IDisposable
{
    /// <summary>About three thousand years: far beyond any clock, and differences still fit into a <see cref="TimeSpan"/>.</summary>
    private const long MaxMicroseconds = 100_000_000_000_000_000;

    private readonly Lock _gate = new();
    private readonly SynchronizerOptions _options;
    private readonly Action<TVideo, DropReason>? _onVideoDropped;
    private readonly Action<TAudio, DropReason>? _onAudioDropped;
    private readonly StreamQueue<TVideo> _frames;
    private readonly StreamQueue<TAudio> _sounds;
    private readonly Queue<(MediaTime Start, MediaTime End)> _passedSounds = new();
    private readonly ClockDriftEstimator _videoClock = new();
    private readonly ClockDriftEstimator _audioClock = new();
    private MediaTime? _soundEnd;
    private MediaTime? _lastFrame;
    private TimeSpan? _lastDifference;
    private TimeSpan _maxDifference;
    private bool _isComplete;
    private bool _isDisposed;

    /// <summary>Makes a synchroniser.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <param name="onVideoDropped">Called with each frame that is dropped, on the thread that pushed, took or disposed; it disposes of rented ones.</param>
    /// <param name="onAudioDropped">The same for chunks of sound.</param>
    /// <exception cref="UserErrorException">A setting is out of its range.</exception>
    public StreamSynchronizer(SynchronizerOptions? options = null, Action<TVideo, DropReason>? onVideoDropped = null, Action<TAudio, DropReason>? onAudioDropped = null)
    {
        _options = (options ?? new SynchronizerOptions()).Validate();
        (_onVideoDropped, _onAudioDropped) = (onVideoDropped, onAudioDropped);
        _frames = new StreamQueue<TVideo>(_options.VideoCapacity);
        _sounds = new StreamQueue<TAudio>(_options.AudioCapacity);
    }

    /// <summary>What it did so far.</summary>
    public SynchronizerStatistics Statistics
    {
        get
        {
            lock (_gate)
                return new SynchronizerStatistics(_frames.Statistics(), _sounds.Statistics(), _lastDifference, _maxDifference, DriftPpm, Correction);
        }
    }

    /// <summary>
    /// When <see cref="TryTake"/> will have a moment although nothing more comes, on the taker's clock; null where nothing waits. It may be past.
    /// </summary>
    public MediaTime? DueTime
    {
        get
        {
            lock (_gate)
            {
                if (_frames.Count > 0)
                    return _frames.EarliestArrival + _options.MaxFrameWait;
                return _sounds.Count > 0 ? _sounds.EarliestArrival + _options.MaxSoundWait : null;
            }
        }
    }

    private double? DriftPpm => _audioClock.DriftPpm is { } audio && _videoClock.DriftPpm is { } video ? audio - video : null;

    private TimeSpan Correction => _options.CorrectDrift && DriftPpm is not null ? _audioClock.Correction - _videoClock.Correction : TimeSpan.Zero;

    /// <summary>Hands a frame in; it is the synchroniser's until it is taken or dropped.</summary>
    /// <param name="item">The frame.</param>
    /// <param name="captureTime">When it was captured.</param>
    /// <param name="arrival">The time now, on the taker's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capture time is thousands of years away, which no clock tells.</exception>
    public void PushVideo(TVideo item, MediaTime captureTime, MediaTime arrival)
    {
        RequireTime(captureTime);
        CapturedItem<TVideo> frame = new(item, captureTime, captureTime, TimeSpan.Zero, arrival);
        DropList<TVideo> dropped = default;
        lock (_gate)
        {
            if (_isDisposed || _isComplete)
            {
                _frames.RejectEnded(frame, ref dropped);
            }
            else
            {
                _videoClock.Observe(captureTime, arrival);
                _frames.Add(frame, ref dropped);
            }
        }
        dropped.Tell(_onVideoDropped);
    }

    /// <summary>Hands a chunk of sound in.</summary>
    /// <param name="item">The chunk.</param>
    /// <param name="captureTime">When its first sample was captured.</param>
    /// <param name="duration">How long it lasts, at least zero.</param>
    /// <param name="arrival">The time now, on the taker's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is below zero or above an hour, or the capture time thousands of years away.</exception>
    public void PushAudio(TAudio item, MediaTime captureTime, TimeSpan duration, MediaTime arrival)
    {
        RequireTime(captureTime);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, TimeSpan.FromHours(1));
        DropList<TAudio> dropped = default;
        lock (_gate)
        {
            CapturedItem<TAudio> sound = new(item, captureTime, captureTime, duration, arrival);
            if (_isDisposed || _isComplete)
            {
                _sounds.RejectEnded(sound, ref dropped);
            }
            else
            {
                _audioClock.Observe(captureTime + duration, arrival); // a chunk is whole when its last sample is captured
                sound = sound with { Time = captureTime + Correction };
                if (_sounds.Add(sound, ref dropped) && (_soundEnd is not { } end || sound.End > end))
                    _soundEnd = sound.End;
            }
        }
        dropped.Tell(_onAudioDropped);
    }

    /// <summary>Takes what is due. Call it again until it has nothing; then after the next push, or at <see cref="DueTime"/>.</summary>
    /// <param name="now">The time now, on the taker's clock.</param>
    /// <param name="moment">The moment, whose items are the caller's now.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(MediaTime now, [NotNullWhen(true)] out SynchronizedMoment<TVideo, TAudio>? moment)
    {
        DropList<TVideo> droppedFrames = default;
        DropList<TAudio> droppedSounds = default;
        lock (_gate)
        {
            while (_frames.Count > 1 && now - _frames[0].Arrival > _options.MaxFrameAge)
                _frames.DropFirst(DropReason.Stale, ref droppedFrames);
            while (_sounds.Count > 0 && _lastFrame is { } last && last - _sounds[0].End > _options.MaxSoundLateness)
                _sounds.DropFirst(DropReason.Stale, ref droppedSounds);
            moment = Next(now);
        }
        droppedFrames.Tell(_onVideoDropped);
        droppedSounds.Tell(_onAudioDropped);
        return moment is not null;
    }

    /// <summary>Tells that nothing more comes: what waits is due at once, and what is pushed nevertheless is dropped.</summary>
    public void Complete()
    {
        lock (_gate)
            _isComplete = true;
    }

    /// <summary>Drops what waits.</summary>
    public void Dispose()
    {
        DropList<TVideo> droppedFrames = default;
        DropList<TAudio> droppedSounds = default;
        lock (_gate)
        {
            _isDisposed = true;
            while (_frames.Count > 0)
                _frames.DropFirst(DropReason.Ended, ref droppedFrames);
            while (_sounds.Count > 0)
                _sounds.DropFirst(DropReason.Ended, ref droppedSounds);
        }
        droppedFrames.Tell(_onVideoDropped);
        droppedSounds.Tell(_onAudioDropped);
    }

    private SynchronizedMoment<TVideo, TAudio>? Next(MediaTime now)
    {
        if (_frames.Count == 0)
            return PassSound(CountDueSounds(now));
        // No frame can still want sound that lies too far before the next one.
        int tooOld = 0;
        while (tooOld < _sounds.Count && _frames[0].Time - _sounds[tooOld].End > _options.MaxDifference)
            tooOld++;
        if (tooOld > 0)
            return PassSound(tooOld);
        return IsFrameDue(now) ? PassFrame() : null;
    }

    /// <summary>A frame is due when its sound is there or is not to be waited for, or when the next push would drop something.</summary>
    private bool IsFrameDue(MediaTime now) =>
        _soundEnd >= _frames[0].Time
        || now - _frames.EarliestArrival >= _options.MaxFrameWait
        || _sounds.IsMissing(now, _options.MissingAfter)
        || _isComplete
        || _frames.IsFull
        || _sounds.IsFull;

    private int CountDueSounds(MediaTime now)
    {
        if (_isComplete || _frames.IsMissing(now, _options.MissingAfter))
            return _sounds.Count;
        int due = _sounds.IsFull ? 1 : 0;
        for (int index = due; index < _sounds.Count; index++)
            if (now - _sounds[index].Arrival >= _options.MaxSoundWait)
                due = index + 1; // and those captured before it
        return due;
    }

    private SynchronizedMoment<TVideo, TAudio>? PassSound(int count)
    {
        if (count == 0)
            return null;
        CapturedItem<TAudio>[] sound = TakeSound(count, paired: false);
        return new SynchronizedMoment<TVideo, TAudio>(null, sound, null);
    }

    private SynchronizedMoment<TVideo, TAudio> PassFrame()
    {
        MediaTime time = _frames[0].Time;
        TimeSpan? nearest = null;
        foreach ((MediaTime start, MediaTime end) in _passedSounds)
            if (IsNearer(Distance(time, start, end), nearest))
                nearest = Distance(time, start, end);
        int count = 0;
        for (int index = 0; index < _sounds.Count; index++)
        {
            TimeSpan distance = Distance(time, _sounds[index].Time, _sounds[index].End);
            if (!IsNearer(distance, nearest))
                continue;
            (nearest, count) = (distance, index + 1);
        }
        if (nearest is { } found && found.Duration() > _options.MaxDifference)
            nearest = null;
        if (nearest is { } difference)
        {
            _lastDifference = difference;
            _maxDifference = difference.Duration() > _maxDifference ? difference.Duration() : _maxDifference;
        }
        CapturedItem<TVideo> frame = _frames.Pass(1, nearest is not null)[0];
        _lastFrame = frame.Time;
        return new SynchronizedMoment<TVideo, TAudio>(frame, TakeSound(nearest is null ? 0 : count, paired: true), nearest);
    }

    private CapturedItem<TAudio>[] TakeSound(int count, bool paired)
    {
        CapturedItem<TAudio>[] sound = _sounds.Pass(count, paired);
        foreach (CapturedItem<TAudio> chunk in sound)
        {
            if (_passedSounds.Count == _options.AudioCapacity)
                _passedSounds.Dequeue();
            _passedSounds.Enqueue((chunk.Time, chunk.End));
        }
        return sound;
    }

    private static void RequireTime(MediaTime captureTime, [CallerArgumentExpression(nameof(captureTime))] string? name = null)
    {
        if (captureTime.Microseconds is < -MaxMicroseconds or > MaxMicroseconds)
            throw new ArgumentOutOfRangeException(name, captureTime, "No clock tells such a capture time.");
    }

    private static bool IsNearer(TimeSpan distance, TimeSpan? nearest) => nearest is not { } known || distance.Duration() < known.Duration();

    /// <summary>The nearest time of the sound, less the frame's.</summary>
    private static TimeSpan Distance(MediaTime time, MediaTime start, MediaTime end) =>
        time > end ? end - time : time < start ? start - time : TimeSpan.Zero;
}
