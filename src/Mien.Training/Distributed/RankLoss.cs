namespace Mien.Training.Distributed;

/// <summary>What is known about a process that is gone.</summary>
/// <param name="Rank">Its number.</param>
/// <param name="Where">Its machine and process id.</param>
/// <param name="Reason">What happened, as the end of a sentence.</param>
internal sealed record RankLoss(int Rank, string Where, string Reason)
{
    /// <summary>The whole story in one sentence.</summary>
    public override string ToString() => $"Rank {Rank} ({Where}) {Reason}";
}
