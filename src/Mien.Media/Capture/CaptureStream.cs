using System.Threading.Channels;

namespace Mien.Media;

/// <summary>
/// What one sense of a live session gives, in order of capture. It never makes its source wait: where the reader is slow, the oldest item
/// makes room for the newest and is counted. For one reader.
/// </summary>
/// <typeparam name="T"><see cref="Core.VideoFrame"/> or <see cref="Core.AudioChunk"/>.</typeparam>
public sealed class CaptureStream<T> where T : class
{
    private readonly Channel<T> _items;
    private long _received;
    private long _dropped;

    internal CaptureStream(int capacity)
    {
        BoundedChannelOptions options = new(capacity) { FullMode = BoundedChannelFullMode.DropOldest };
        _items = Channel.CreateBounded<T>(options, Drop);
    }

    /// <summary>Items that came from the source so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Those of them that made room unread.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Items that wait.</summary>
    public int Waiting => _items.Reader.Count;

    /// <summary>Takes the oldest item that waits; a frame is then the caller's to dispose.</summary>
    /// <returns>False where none waits.</returns>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? item) => _items.Reader.TryRead(out item);

    /// <summary>Waits for an item.</summary>
    /// <returns>False where none will come any more: a file has ended, or the capture was disposed.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation = default) => _items.Reader.WaitToReadAsync(cancellation);

    /// <summary>Takes items as they come, until no more will; each frame is then the caller's to dispose.</summary>
    public IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellation = default) => _items.Reader.ReadAllAsync(cancellation);

    internal void Push(T item)
    {
        Interlocked.Increment(ref _received);
        if (!_items.Writer.TryWrite(item))
            Drop(item); // Completed: nobody reads any more.
    }

    internal void Complete() => _items.Writer.TryComplete();

    /// <summary>Ends the stream and disposes what waits.</summary>
    internal void Close()
    {
        Complete();
        while (_items.Reader.TryRead(out T? item))
            (item as IDisposable)?.Dispose();
    }

    private void Drop(T item)
    {
        Interlocked.Increment(ref _dropped);
        (item as IDisposable)?.Dispose();
    }
}
