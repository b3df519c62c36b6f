namespace Mien.Analysis;

/// <summary>The newest stretch of an endless row of numbers, addressed by their places in the whole row.</summary>
internal sealed class SlidingBuffer<T>
{
    private T[] _items = new T[1024];
    private int _begin;
    private int _end;

    /// <summary>Place of the first item that is still there.</summary>
    public long First { get; private set; }

    /// <summary>Place after the last item.</summary>
    public long End => First + (_end - _begin);

    /// <summary>Adds items at the end.</summary>
    public void Append(ReadOnlySpan<T> items)
    {
        if (_end + items.Length > _items.Length)
            MakeRoom(items.Length);
        items.CopyTo(_items.AsSpan(_end));
        _end += items.Length;
    }

    /// <summary>Forgets the items before a place.</summary>
    public void DropBefore(long place)
    {
        int count = (int)Math.Clamp(place - First, 0, _end - _begin);
        _begin += count;
        First += count;
    }

    /// <summary>The items from one place to before another, as far as they are there.</summary>
    public ReadOnlySpan<T> Between(long from, long to)
    {
        int begin = (int)(Math.Clamp(from, First, End) - First);
        int end = (int)(Math.Clamp(to, First, End) - First);
        return _items.AsSpan(_begin + begin, Math.Max(0, end - begin));
    }

    private void MakeRoom(int count)
    {
        int length = _end - _begin;
        T[] target = length + count > _items.Length / 2 ? new T[Math.Max(2 * _items.Length, 2 * (length + count))] : _items;
        _items.AsSpan(_begin, length).CopyTo(target);
        (_items, _begin, _end) = (target, 0, length);
    }
}
