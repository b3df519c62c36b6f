namespace Mien.Server.Streaming;

/// <summary>Something that a <see cref="FairScheduler"/> gives turns.</summary>
internal abstract class FairWork
{
    /// <summary>Whether it waits for its turn; the scheduler's.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>Whether it has its turn; the scheduler's.</summary>
    internal bool IsRunning { get; set; }

    /// <summary>Whether it was signalled in its turn; the scheduler's.</summary>
    internal bool RunsAgain { get; set; }

    /// <summary>Does one piece. Throws nothing.</summary>
    /// <returns>Whether there may be more to do at once.</returns>
    public abstract bool Work();
}
