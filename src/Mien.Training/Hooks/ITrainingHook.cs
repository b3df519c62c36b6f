using Mien.Training.Checkpoints;
using Mien.Training.Progress;

namespace Mien.Training.Hooks;

/// <summary>
/// Does something beside training at the points of a run, on the thread that trains. It must leave model, optimiser and libtorch's
/// random generator as they are: a run ends in the same weights with and without it.
/// </summary>
public interface ITrainingHook
{
    /// <summary>The first step is about to be made, of a run or of a further sitting of one that was interrupted.</summary>
    /// <param name="state">Where the run stands. What was written of later steps is to be taken back: they will be made again.</param>
    void RunBegins(TrainingState state)
    {
    }

    /// <summary>A step was made; its checkpoint, if there is one, is not yet written.</summary>
    /// <param name="step">How it went.</param>
    void StepEnded(StepReport step)
    {
    }

    /// <summary>An epoch has ended and was evaluated. The model holds the weights that were; the epoch's checkpoint is not yet written.</summary>
    /// <param name="epoch">How it went.</param>
    /// <param name="predictions">The model's predictions for the validation data, (samples, <see cref="Tasks.TrainingTask.PredictionLength"/>).</param>
    void EpochEnded(EpochReport epoch, float[] predictions)
    {
    }

    /// <summary>The run has ended with its last epoch; not called where it is interrupted.</summary>
    /// <param name="state">Where it ended.</param>
    void RunEnded(TrainingState state)
    {
    }
}
