namespace Mien.Training.Distributed;

/// <summary>What processes tell each other about themselves.</summary>
internal enum RankMessageKind
{
    /// <summary>A sign of life.</summary>
    Beat,

    /// <summary>Who is speaking.</summary>
    Hello,

    /// <summary>The speaker ends because of a failure.</summary>
    Failed,

    /// <summary>The speaker has done its part.</summary>
    Done,

    /// <summary>A process is gone.</summary>
    Lost,
}
