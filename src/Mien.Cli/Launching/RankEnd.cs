using Mien.Cli.Invocation;

namespace Mien.Cli.Launching;

/// <summary>How a process of a job ended.</summary>
/// <param name="Rank">Its number.</param>
/// <param name="ProcessId">Its process id.</param>
/// <param name="Code">Its exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="At">When, in UTC.</param>
internal sealed record RankEnd(int Rank, int ProcessId, int Code, DateTime At)
{
    /// <summary>Whether it did what it was asked to.</summary>
    public bool IsGood => Code == (int)ExitCode.Success;

    /// <summary>Whether it ended only because another was gone.</summary>
    public bool IsConsequence => Code == (int)ExitCode.RankLost;

    /// <summary>Whether it was asked to stop, and did.</summary>
    public bool WasStopped => Code is (int)ExitCode.Interrupted or (int)ExitCode.Terminated;

    /// <summary>How it ended, as the end of a sentence.</summary>
    public string Story => Code > 128 && !WasStopped ? $"was killed by signal {Code - 128}" : $"ended with exit code {Code}";
}
