using Mien.Training.Options;
using Mien.Training.Progress;

namespace Mien.Training.Tuning;

/// <summary>Passes on how a trial's run goes, stores each epoch's score in the study, and stops the run where it is to be pruned.</summary>
/// <param name="inner">Is told as well.</param>
/// <param name="study">Takes the scores.</param>
/// <param name="trial">The trial.</param>
/// <param name="metric">The score that counts.</param>
/// <param name="pruner">Decides; null for never.</param>
/// <param name="stop">Stops the run.</param>
internal sealed class TrialProgress(ITrainingProgress inner, Study study, Trial trial, SelectionMetric metric, MedianPruner? pruner, CancellationTokenSource stop) : ITrainingProgress
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(5);

    private DateTime _lastBeat = DateTime.UtcNow;

    /// <summary>Whether the run was stopped because it is worse than others.</summary>
    public bool IsPruned { get; private set; }

    /// <inheritdoc/>
    public void Note(string message) => inner.Note(message);

    /// <inheritdoc/>
    public void Step(StepReport step)
    {
        inner.Step(step);
        if (DateTime.UtcNow - _lastBeat < s_beat)
            return;
        _lastBeat = DateTime.UtcNow;
        study.Beat(trial.Number);
    }

    /// <inheritdoc/>
    public void Epoch(EpochReport epoch)
    {
        inner.Epoch(epoch);
        study.Report(trial.Number, epoch.Epoch, epoch.Validation.Value(metric));
        if (epoch.Epoch == epoch.Epochs || pruner is null)
            return;
        IReadOnlyList<Trial> trials = study.Trials();
        if (!pruner.ShouldPrune(trials.Single(other => other.Number == trial.Number), trials, study.Options.Direction))
            return;
        IsPruned = true;
        stop.Cancel();
    }
}
