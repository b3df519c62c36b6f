using Mien.Core;

namespace Mien.Cli.Live;

/// <summary>Counts events and tells how many there are a second, over the last two seconds. For one thread at a time.</summary>
internal sealed class RateMeter
{
    private const int MostEvents = 2000;

    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(2);

    private readonly Queue<MediaTime> _times = new();

    /// <summary>Events so far.</summary>
    public long Count { get; private set; }

    /// <summary>Takes an event.</summary>
    public void Add(MediaTime now)
    {
        Count++;
        if (_times.Count == MostEvents)
            _times.Dequeue();
        _times.Enqueue(now);
    }

    /// <summary>Events a second.</summary>
    public double At(MediaTime now)
    {
        while (_times.TryPeek(out MediaTime first) && now - first > s_span)
            _times.Dequeue();
        TimeSpan span = now - MediaTime.Zero < s_span ? now - MediaTime.Zero : s_span;
        return span > TimeSpan.Zero ? _times.Count / span.TotalSeconds : 0;
    }
}
