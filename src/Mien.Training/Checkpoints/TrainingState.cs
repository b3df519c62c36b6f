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
/// <param name="GainEpoch">The last epoch whose value was better by what early stopping asks for, from 1; 0 before the first.</param>
/// <param name="GainValue">Its value.</param>
public sealed record TrainingState(
    int EpochsDone, long StepsDone, int BestEpoch, double BestValue, int StepInEpoch = 0, double LossSum = 0, int GainEpoch = 0, double GainValue = double.NegativeInfinity)
{
    /// <summary>The state before the first step.</summary>
    public static TrainingState Start { get; } = new(0, 0, 0, double.NegativeInfinity);

    /// <summary>The state after the epoch.</summary>
    /// <param name="steps">Steps of the epoch.</param>
    /// <param name="value">Its value of the metric that the run is judged by; NaN is never better.</param>
    /// <param name="minChange">What early stopping asks of a better value.</param>
    public TrainingState AfterEpoch(int steps, double value, double minChange)
    {
        int epoch = EpochsDone + 1;
        TrainingState next = this with { EpochsDone = epoch, StepsDone = StepsDone + steps, StepInEpoch = 0, LossSum = 0 };
        if (value > BestValue)
            next = next with { BestEpoch = epoch, BestValue = value };
        return value > GainValue + minChange ? next with { GainEpoch = epoch, GainValue = value } : next;
    }
}
