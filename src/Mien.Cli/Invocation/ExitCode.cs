namespace Mien.Cli.Invocation;

/// <summary>What the process returns to its caller.</summary>
internal enum ExitCode
{
    /// <summary>Everything that was asked for was done.</summary>
    Success = 0,

    /// <summary>The program or an engine failed.</summary>
    Failure = 1,

    /// <summary>The command line was wrong, or an input or output cannot be used.</summary>
    BadInput = 2,

    /// <summary>Another process of a distributed run is gone, so that this one could not go on.</summary>
    RankLost = 3,

    /// <summary>The user stopped it (128 + SIGINT).</summary>
    Interrupted = 130,

    /// <summary>The system stopped it (128 + SIGTERM).</summary>
    Terminated = 143,
}
