using Mien.Training.Checkpoints;
using Mien.Training.Progress;

namespace Mien.Training.Hooks;

/// <summary>Several hooks, called in their order.</summary>
/// <param name="hooks">The hooks.</param>
public sealed class TrainingHooks(params IReadOnlyList<ITrainingHook> hooks) : ITrainingHook
{
    /// <inheritdoc/>
    public void RunBegins(TrainingState state)
    {
        foreach (ITrainingHook hook in hooks)
            hook.RunBegins(state);
    }

    /// <inheritdoc/>
    public void StepEnded(StepReport step)
    {
        foreach (ITrainingHook hook in hooks)
            hook.StepEnded(step);
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochReport epoch, float[] predictions)
    {
        foreach (ITrainingHook hook in hooks)
            hook.EpochEnded(epoch, predictions);
    }

    /// <inheritdoc/>
    public void RunEnded(TrainingState state)
    {
        foreach (ITrainingHook hook in hooks)
            hook.RunEnded(state);
    }
}
