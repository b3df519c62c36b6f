using Mien.Core;

namespace Mien.Synchronization;

/// <summary>The waiting items of one stream in the order of capture, and where all others went.</summary>
/// <param name="capacity">Items that may wait; a further one takes the place of the oldest.</param>
/// <typeparam name="T">The items' type.</typeparam>
internal sealed class StreamQueue<T>(int capacity)
{
    private readonly List<CapturedItem<T>> _items = new(capacity);
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private MediaTime? _lastPassed;
    private long _received;
    private long _paired;
    private long _alone;

    public int Count => _items.Count;

    public bool IsFull => _items.Count == capacity;

    /// <summary>When an item last came; null before the first.</summary>
    public MediaTime? LastArrival { get; private set; }

    public CapturedItem<T> this[int index] => _items[index];

    /// <summary>When the item came that waits longest, which need not be the one captured first.</summary>
    public MediaTime EarliestArrival
    {
        get
        {
            MediaTime earliest = _items[0].Arrival;
            foreach (CapturedItem<T> item in _items)
                earliest = item.Arrival < earliest ? item.Arrival : earliest;
            return earliest;
        }
    }

    /// <summary>Whether nothing came for a while.</summary>
    public bool IsMissing(MediaTime now, TimeSpan after) => LastArrival is not { } last || now - last > after;

    /// <summary>Puts an item into its place.</summary>
    /// <param name="item">The item.</param>
    /// <param name="dropped">Receives what is dropped for it, which may be the item itself.</param>
    /// <returns>Whether the item waits now.</returns>
    public bool Add(CapturedItem<T> item, ref DropList<T> dropped)
    {
        _received++;
        if (LastArrival is not { } last || item.Arrival > last)
            LastArrival = item.Arrival;
        if (_lastPassed is { } passed && item.CaptureTime <= passed)
            return Reject(item, item.CaptureTime == passed ? DropReason.Duplicate : DropReason.OutOfOrder, ref dropped);
        int place = _items.Count;
        while (place > 0 && _items[place - 1].CaptureTime > item.CaptureTime)
            place--;
        if (place > 0 && _items[place - 1].CaptureTime == item.CaptureTime)
            return Reject(item, DropReason.Duplicate, ref dropped);
        if (IsFull)
        {
            if (place == 0)
                return Reject(item, DropReason.QueueFull, ref dropped);
            DropFirst(DropReason.QueueFull, ref dropped);
            place--;
        }
        _items.Insert(place, item);
        return true;
    }

    /// <summary>Drops an item that is not in the queue.</summary>
    /// <returns>False.</returns>
    public bool RejectEnded(CapturedItem<T> item, ref DropList<T> dropped)
    {
        _received++;
        return Reject(item, DropReason.Ended, ref dropped);
    }

    /// <summary>Drops the oldest waiting item.</summary>
    public void DropFirst(DropReason reason, ref DropList<T> dropped)
    {
        Reject(_items[0], reason, ref dropped);
        _items.RemoveAt(0);
    }

    /// <summary>Takes the oldest waiting items out to be passed on.</summary>
    /// <param name="count">How many.</param>
    /// <param name="paired">Whether they go with the other stream.</param>
    public CapturedItem<T>[] Pass(int count, bool paired)
    {
        if (count == 0)
            return [];
        CapturedItem<T>[] passed = [.. _items.Take(count)];
        _items.RemoveRange(0, count);
        _lastPassed = passed[^1].CaptureTime;
        if (paired)
            _paired += count;
        else
            _alone += count;
        return passed;
    }

    public StreamStatistics Statistics() => new(
        _received,
        _paired,
        _alone,
        _items.Count,
        _dropped[(int)DropReason.QueueFull],
        _dropped[(int)DropReason.Stale],
        _dropped[(int)DropReason.OutOfOrder],
        _dropped[(int)DropReason.Duplicate],
        _dropped[(int)DropReason.Ended]);

    private bool Reject(CapturedItem<T> item, DropReason reason, ref DropList<T> dropped)
    {
        _dropped[(int)reason]++;
        dropped.Add(item.Item, reason);
        return false;
    }
}
