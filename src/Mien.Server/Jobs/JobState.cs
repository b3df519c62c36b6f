namespace Mien.Server.Jobs;

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>It waits for others to end.</summary>
    Queued,

    /// <summary>It is being analysed.</summary>
    Running,

    /// <summary>Its result can be fetched.</summary>
    Done,

    /// <summary>It could not be analysed; the error says why.</summary>
    Failed,

    /// <summary>It was deleted, or the server stopped, before it was done.</summary>
    Cancelled,
}
