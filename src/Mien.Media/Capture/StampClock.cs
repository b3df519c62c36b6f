using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Carries the stamps that FFmpeg gives to frames and sound over to the session's clock, for one run of one source. Pictures and sound of
/// one source share it, so that their distance stays what the source says. Safe for several threads.
/// </summary>
/// <remarks>
/// Devices stamp with a clock of this machine: V4L2 with CLOCK_MONOTONIC, ALSA and PulseAudio (through FFmpeg) with the time of day less
/// the sound that waits in the driver. The age of an item by that clock, when it arrives, gives its capture time, whatever the date is
/// changed to. Streams count from anywhere: their zero is put where their fastest item of the last <see cref="Window"/> says, that is
/// offset = min(arrival - stamp). Such a time is never after the arrival, rises with the stamps, evens out the network's jitter, and follows a
/// sender whose clock runs faster or slower; the network's shortest delay itself cannot be known, and is not in it.
/// </remarks>
/// <param name="clock">The session's clock.</param>
/// <param name="isDevice">Whether the stamps are a device's.</param>
internal sealed class StampClock(CaptureClock clock, bool isDevice)
{
    /// <summary>How long an item counts for the zero of a stream.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private const long MicrosecondsPerSecond = 1_000_000;
    private const long LargestAge = 10 * MicrosecondsPerSecond;
    private const long LargestLead = MicrosecondsPerSecond / 2; // a smoothed stamp may lie a little in the future

    private readonly Lock _lock = new();
    private readonly Queue<(long Second, long Offset)> _minima = new(); // one for each second of arrival
    private long _second = long.MinValue;
    private long _secondMinimum;

    private enum Origin
    {
        Unknown,
        TimeOfDay,
        Monotonic,
        Arrival,
    }

    private Origin _origin;

    /// <summary>The capture time of an item that arrives now.</summary>
    /// <param name="stamp">Its stamp in microseconds; null where FFmpeg knows none.</param>
    public MediaTime TimeOf(long? stamp)
    {
        lock (_lock)
        {
            MediaTime now = clock.Now;
            if (stamp is not { } known)
                return now;
            return isDevice ? now - TimeSpan.FromMicroseconds(AgeOf(known)) : new MediaTime(known + OffsetOf(now.Microseconds, known));
        }
    }

    private long AgeOf(long stamp)
    {
        long byDay = (clock.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond - stamp;
        long byMonotonic = (long)((Int128)clock.Time.GetTimestamp() * MicrosecondsPerSecond / clock.Time.TimestampFrequency) - stamp;
        if (_origin == Origin.Unknown)
            _origin = IsPlausible(byDay) ? Origin.TimeOfDay : IsPlausible(byMonotonic) ? Origin.Monotonic : Origin.Arrival;
        long age = _origin switch
        {
            Origin.TimeOfDay => byDay,
            Origin.Monotonic => byMonotonic,
            _ => 0,
        };
        return IsPlausible(age) ? Math.Max(0, age) : 0;
    }

    private static bool IsPlausible(long age) => age is >= -LargestLead and <= LargestAge;

    private long OffsetOf(long arrival, long stamp)
    {
        long offset = arrival - stamp;
        long second = arrival / MicrosecondsPerSecond;
        if (_second != long.MinValue && Math.Abs(offset - Minimum()) > LargestAge)
        {
            // The sender began to count anew.
            _minima.Clear();
            _second = long.MinValue;
        }
        if (second != _second)
        {
            if (_second != long.MinValue)
                _minima.Enqueue((_second, _secondMinimum));
            (_second, _secondMinimum) = (second, offset);
            while (_minima.TryPeek(out (long Second, long Offset) oldest) && oldest.Second < second - (long)Window.TotalSeconds)
                _minima.Dequeue();
        }
        _secondMinimum = Math.Min(_secondMinimum, offset);
        return Minimum();
    }

    private long Minimum()
    {
        long minimum = _secondMinimum;
        foreach ((_, long offset) in _minima)
            minimum = Math.Min(minimum, offset);
        return minimum;
    }
}
