using Mien.Core;

namespace Mien.Media;

/// <summary>
/// The beginning that all files of a session share, so that their pictures and sound go together: the moment when each has something ready.
/// Safe for several threads.
/// </summary>
/// <param name="clock">The session's clock.</param>
/// <param name="readers">How many read, each one sense of one file.</param>
internal sealed class FilePacing(CaptureClock clock, int readers)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _missing = readers;
    private long _start;

    /// <summary>Says that a reader is ready, or has nothing at all, and waits for the others.</summary>
    public Task ArriveAsync(CancellationToken cancellation)
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            Interlocked.Exchange(ref _start, clock.Now.Microseconds);
            _ready.SetResult();
        }
        return _ready.Task.WaitAsync(cancellation);
    }

    /// <summary>When something of a file is due.</summary>
    public MediaTime Due(MediaTime inFile) => new(Interlocked.Read(ref _start) + inFile.Microseconds);

    /// <summary>Moves all that is to come later where something was due too long ago, as the files cannot be decoded in time.</summary>
    /// <returns>Whether it was.</returns>
    public bool CatchUp(MediaTime inFile, TimeSpan tolerance)
    {
        lock (_lock)
        {
            TimeSpan late = clock.Now - Due(inFile);
            if (late <= tolerance)
                return false;
            Interlocked.Add(ref _start, (long)late.TotalMicroseconds);
            return true;
        }
    }
}
