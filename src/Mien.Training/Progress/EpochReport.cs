using Mien.Training.Metrics;

namespace Mien.Training.Progress;

/// <summary>One epoch of training and what the model can do after it.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Epochs">Epochs of the run.</param>
/// <param name="TrainingLoss">Mean loss over the epoch.</param>
/// <param name="LearningRate">Learning rate of the last step.</param>
/// <param name="Seconds">Time the epoch took, evaluation included.</param>
/// <param name="SamplesPerSecond">Samples trained per second.</param>
/// <param name="Validation">Scores of the (averaged) weights on the validation part.</param>
/// <param name="IsBest">Whether this is the best epoch so far.</param>
/// <param name="RunStep">Steps made so far, in the whole run.</param>
public sealed record EpochReport(
    int Epoch, int Epochs, double TrainingLoss, double LearningRate, double Seconds, double SamplesPerSecond, ValidationResult Validation, bool IsBest, long RunStep)
{
    /// <summary>The epoch in one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"epoch {Epoch}/{Epochs}: loss {TrainingLoss:0.0000}, validation {Validation}, {SamplesPerSecond:0} samples/s, {Seconds:0} s{(IsBest ? ", best so far" : "")}");
}
