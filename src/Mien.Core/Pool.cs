namespace Mien.Core;

/// <summary>
/// Things that one caller at a time works with, such as buffers: a caller takes an idle one, or a new one where all are in use. Safe
/// for any number of threads. Taking and giving back allocate nothing once there are as many as were ever in use together.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="make">Makes a further one.</param>
public sealed class Pool<T>(Func<T> make) : IDisposable where T : class
{
    private readonly Lock _gate = new();
    private readonly Stack<T> _idle = [];
    private bool _isDisposed;

    /// <summary>Takes one, which is the caller's until <see cref="GiveBack"/>; the last that was given back comes first.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public T Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_idle.TryPop(out T? item))
                return item;
        }
        return make();
    }

    /// <summary>Gives one back; after <see cref="Dispose"/> it is disposed.</summary>
    public void GiveBack(T item)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _idle.Push(item);
                return;
            }
        }
        (item as IDisposable)?.Dispose();
    }

    /// <summary>Disposes the idle ones at once, and those in use when they are given back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_idle.TryPop(out T? item))
                (item as IDisposable)?.Dispose();
        }
    }
}
