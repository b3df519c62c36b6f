using Mien.Training.Checkpoints;
using Mien.Training.Configuration;
using Mien.Training.Progress;
using Mien.Training.TensorBoard;

namespace Mien.Training.Hooks;

/// <summary>Writes a run's numbers as TensorBoard reads them: those of training every <c>log_steps</c> steps, those of validation every epoch.</summary>
/// <param name="folder">The run's folder.</param>
public sealed class TensorBoardLog(string folder) : ITrainingHook
{
    private const string EpochLoss = "epoch/training_loss";

    private EventFile? _file;
    private double _lossSum;
    private int _steps;

    /// <inheritdoc/>
    public void RunBegins(TrainingState state)
    {
        long step = state.StepsDone + state.StepInEpoch;
        // A run stopped between an epoch's last step and its evaluation evaluates again.
        bool IsKept(TensorBoardEvent made) => made.Step < step || (made.Step == step && (state.StepInEpoch == 0 || !made.Tags.Contains(EpochLoss)));
        foreach (string path in EventFile.In(folder))
            EventFile.Trim(path, IsKept);
        _file = EventFile.Begin(folder);
    }

    /// <inheritdoc/>
    public void StepEnded(StepReport step)
    {
        _lossSum += step.StepLoss;
        _steps++;
        if (!step.IsLogged)
            return;
        _file!.Add(
            step.RunStep,
            new SummaryValue("training/loss", _lossSum / _steps), // mean since the last one
            new SummaryValue("training/learning_rate", step.LearningRate),
            new SummaryValue("training/samples_per_second", step.SamplesPerSecond),
            new SummaryValue("training/memory_mib", step.MemoryMebibytes),
            new SummaryValue("training/seconds_per_step", step.SecondsPerStep),
            new SummaryValue("training/data_seconds_per_step", step.DataSecondsPerStep));
        (_lossSum, _steps) = (0, 0);
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochReport epoch, float[] predictions) => _file!.Add(
        epoch.RunStep,
        [
            new SummaryValue(EpochLoss, epoch.TrainingLoss),
            new SummaryValue("epoch/seconds", epoch.Seconds),
            .. epoch.Validation.Numbers.Select(number => new SummaryValue($"validation/{ConfigNames.ToConfig(number.Name)}", number.Value)),
        ]);

    /// <summary>Adds a picture.</summary>
    /// <param name="step">Steps made so far, in the whole run.</param>
    /// <param name="tag">The picture's name.</param>
    /// <param name="png">An RGB PNG file.</param>
    /// <param name="width">Its pixels.</param>
    /// <param name="height">Its pixels.</param>
    public void Show(long step, string tag, byte[] png, int width, int height) => _file!.Add(step, new SummaryValue(tag, png, width, height));
}
