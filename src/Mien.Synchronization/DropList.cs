namespace Mien.Synchronization;

/// <summary>Items dropped under a lock, told to their owner after it.</summary>
/// <typeparam name="T">The items' type.</typeparam>
internal struct DropList<T>
{
    private List<(T Item, DropReason Reason)>? _items;

    public void Add(T item, DropReason reason) => (_items ??= []).Add((item, reason));

    public readonly void Tell(Action<T, DropReason>? listener)
    {
        if (_items is null || listener is null)
            return;
        foreach ((T item, DropReason reason) in _items)
            listener(item, reason);
    }
}
