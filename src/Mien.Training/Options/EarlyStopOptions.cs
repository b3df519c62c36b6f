using Mien.Training.Checkpoints;

namespace Mien.Training.Options;

/// <summary>When a run ends before its last epoch: the score that it is judged by (<see cref="TrainingConfig.SelectBy"/>) no longer grows.</summary>
public sealed record EarlyStopOptions
{
    /// <summary>Epochs without a better score after which the run ends; 0 for never.</summary>
    public int Epochs { get; init; }

    /// <summary>A score counts as better where it exceeds the last such one by more than this; of an error, where it is that much smaller.</summary>
    public double MinChange { get; init; }

    /// <summary>Whether a run ends where it stands.</summary>
    /// <param name="state">The state after an epoch, or inside one.</param>
    public bool IsDue(TrainingState state) => Epochs > 0 && state.StepInEpoch == 0 && state.EpochsDone - state.GainEpoch >= Epochs;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(Epochs is >= 0 and <= 100_000, nameof(Epochs), Epochs, "from 0 to 100000");
        OptionRange.Require(MinChange is >= 0 and <= 1, nameof(MinChange), MinChange, "from 0 to 1");
    }
}
