using Mien.Core;

namespace Mien.Media;

/// <summary>
/// The one monotonic clock of a live session: zero where it was made. Frames and sound of every source are timed by it, and
/// so are their arrival and the results, which makes each difference a true one.
/// </summary>
/// <param name="time">The clock below; null for the system's (CLOCK_MONOTONIC, which no change of the date touches).</param>
public sealed class CaptureClock(TimeProvider? time = null)
{
    private readonly long _start = (time ?? TimeProvider.System).GetTimestamp();

    /// <summary>The clock below, for timers and delays.</summary>
    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Time since the session's start.</summary>
    public MediaTime Now => MediaTime.Zero + Time.GetElapsedTime(_start);

    /// <summary>Waits until a moment has come; returns at once where it is past.</summary>
    public async Task WaitUntilAsync(MediaTime moment, CancellationToken cancellation)
    {
        // Timers count whole milliseconds and may end within one before their time: nothing comes before its own.
        for (TimeSpan left = moment - Now; left > TimeSpan.Zero; left = moment - Now)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Time, cancellation);
    }
}
