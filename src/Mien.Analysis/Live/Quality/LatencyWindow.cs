using Mien.Core;

namespace Mien.Analysis;

/// <summary>The latencies of the last seconds, and the frames that were dropped meanwhile.</summary>
/// <param name="length">How long an entry counts.</param>
internal sealed class LatencyWindow(TimeSpan length)
{
    // More than any camera gives in a window; the oldest go first.
    private const int Capacity = 1000;

    private readonly Queue<(DateTimeOffset Time, TimeSpan? Latency)> _entries = new();
    private readonly List<TimeSpan> _sorted = [];

    /// <summary>Frames that came in the window.</summary>
    public int Count => _entries.Count;

    /// <summary>Frames of them that were dropped.</summary>
    public int Dropped { get; private set; }

    /// <summary>Takes a frame.</summary>
    /// <param name="time">The time now.</param>
    /// <param name="latency">From capture to result; null where the frame was dropped.</param>
    public void Add(DateTimeOffset time, TimeSpan? latency)
    {
        if (_entries.Count == Capacity)
            RemoveFirst();
        _entries.Enqueue((time, latency));
        if (latency is null)
            Dropped++;
        Forget(time);
    }

    /// <summary>Forgets what is too long ago.</summary>
    public void Forget(DateTimeOffset now)
    {
        while (_entries.TryPeek(out (DateTimeOffset Time, TimeSpan? Latency) first) && now - first.Time > length)
            RemoveFirst();
    }

    public void Clear()
    {
        _entries.Clear();
        Dropped = 0;
    }

    /// <summary>The latency that 95 of 100 results do not exceed (nearest rank); null where there is no result.</summary>
    public TimeSpan? Percentile95()
    {
        _sorted.Clear();
        foreach ((_, TimeSpan? latency) in _entries)
            if (latency is { } known)
                _sorted.Add(known);
        if (_sorted.Count == 0)
            return null;
        _sorted.Sort();
        return NearestRank.Of(_sorted, 0.95);
    }

    private void RemoveFirst()
    {
        if (_entries.Dequeue().Latency is null)
            Dropped--;
    }
}
