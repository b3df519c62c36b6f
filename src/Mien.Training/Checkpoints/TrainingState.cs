namespace Mien.Training.Checkpoints;

/// <summary>Where a run stands after an epoch. Random streams need no state: each epoch's are derived from seed and epoch.</summary>
/// <param name="EpochsDone">Epochs finished.</param>
/// <param name="StepsDone">Steps made over the whole run.</param>
/// <param name="BestEpoch">The best epoch so far, from 1; 0 before the first.</param>
/// <param name="BestValue">Its value of the metric that the run is judged by.</param>
public sealed record TrainingState(int EpochsDone, long StepsDone, int BestEpoch, double BestValue)
{
    /// <summary>The state before the first step.</summary>
    public static TrainingState Start { get; } = new(0, 0, 0, double.NegativeInfinity);
}
