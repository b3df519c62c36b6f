namespace Mien.Training.Tuning;

/// <summary>Where a trial stands.</summary>
public enum TrialState
{
    /// <summary>A process works on it, or did until it was interrupted.</summary>
    Running,

    /// <summary>It has its value.</summary>
    Completed,

    /// <summary>It was given up early, being worse than the others at the same step.</summary>
    Pruned,

    /// <summary>It could not be measured, for example because its loss was no longer a number.</summary>
    Failed,
}
