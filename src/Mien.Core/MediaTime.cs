namespace Mien.Core;

/// <summary>A moment on a stream's own clock: whole microseconds since the stream's start, never a wall clock.</summary>
/// <param name="Microseconds">Microseconds since the stream's start; negative before it.</param>
public readonly record struct MediaTime(long Microseconds) : IComparable<MediaTime>
{
    /// <summary>The stream's start.</summary>
    public static MediaTime Zero => default;

    /// <summary>The time in seconds.</summary>
    public double Seconds => Microseconds / 1e6;

    /// <summary>The nearest microsecond to a time in seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not finite.</exception>
    public static MediaTime FromSeconds(double seconds) => double.IsFinite(seconds)
        ? new MediaTime((long)Math.Round(seconds * 1e6))
        : throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A media time must be finite.");

    /// <summary>The time at which sample <paramref name="sampleIndex"/> of a stream with that rate begins.</summary>
    public static MediaTime FromSamples(long sampleIndex, int sampleRateHz) =>
        new((long)Math.Round((decimal)sampleIndex * 1_000_000m / sampleRateHz));

    /// <inheritdoc/>
    public int CompareTo(MediaTime other) => Microseconds.CompareTo(other.Microseconds);

    /// <summary>The time moved later by a span.</summary>
    public static MediaTime operator +(MediaTime time, TimeSpan span) => new(time.Microseconds + (long)span.TotalMicroseconds);

    /// <summary>The time moved earlier by a span.</summary>
    public static MediaTime operator -(MediaTime time, TimeSpan span) => new(time.Microseconds - (long)span.TotalMicroseconds);

    /// <summary>The span from <paramref name="earlier"/> to <paramref name="later"/>.</summary>
    public static TimeSpan operator -(MediaTime later, MediaTime earlier) => TimeSpan.FromMicroseconds(later.Microseconds - earlier.Microseconds);

    /// <summary>Whether the left time is before the right.</summary>
    public static bool operator <(MediaTime left, MediaTime right) => left.Microseconds < right.Microseconds;

    /// <summary>Whether the left time is after the right.</summary>
    public static bool operator >(MediaTime left, MediaTime right) => left.Microseconds > right.Microseconds;

    /// <summary>Whether the left time is not after the right.</summary>
    public static bool operator <=(MediaTime left, MediaTime right) => left.Microseconds <= right.Microseconds;

    /// <summary>Whether the left time is not before the right.</summary>
    public static bool operator >=(MediaTime left, MediaTime right) => left.Microseconds >= right.Microseconds;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Seconds:0.000000} s");
}
