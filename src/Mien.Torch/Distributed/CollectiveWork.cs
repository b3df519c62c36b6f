using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>A collective that is under way; its tensor is valid once <see cref="Wait"/> has returned.</summary>
public sealed class CollectiveWork
{
    private nint _work;

    internal CollectiveWork(nint work) => _work = work;

    /// <summary>Waits for the end; a second call returns at once.</summary>
    /// <exception cref="Mien.Core.NativeException">Another process is gone, or did not take part in time.</exception>
    public void Wait()
    {
        nint work = Interlocked.Exchange(ref _work, nint.Zero);
        if (work != nint.Zero)
            NativeCollective.Wait(work);
    }
}
