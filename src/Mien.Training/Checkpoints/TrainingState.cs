namespace Mien.Training.Checkpoints;

/// <summary>
/// Where a run stands, after an epoch or inside one. Order, augmentation and dropout of an epoch are derived from seed and
/// epoch; inside one the checkpoint holds the state of the random generators too.
/// </summary>
/// <param name="EpochsDone">Epochs finished.</param>
/// <param name="StepsDone">Steps made in finished epochs.</param>
/// <param name="BestEpoch">The best epoch so far, from 1; 0 before the first.</param>
/// <param name="BestValue">Its value of the metric that the run is judged by.</param>
/// <param name="StepInEpoch">Steps made in the epoch that is not finished.</param>
/// <param name="LossSum">Sum of the losses of these steps.</param>
public sealed record TrainingState(int EpochsDone, long StepsDone, int BestEpoch, double BestValue, int StepInEpoch = 0, double LossSum = 0)
{
    /// <summary>The state before the first step.</summary>
    public static TrainingState Start { get; } = new(0, 0, 0, double.NegativeInfinity);
}
