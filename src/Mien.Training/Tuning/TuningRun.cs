using Mien.Core;
using Mien.Training.Options;
using Mien.Training.Progress;

namespace Mien.Training.Tuning;

/// <summary>
/// Trains one run a trial until the study has its trials: what `mien tune` does. A trial whose process was interrupted goes on from its
/// run's checkpoint. Of the weights, those of the best trial are kept.
/// </summary>
public sealed class TuningRun
{
    private const int FailuresInARow = 3;

    private readonly Study _study;
    private readonly TuningOptions _options;
    private readonly Func<Trial, TrainingConfig> _configure;
    private readonly string _runsFolder;

    /// <summary>Prepares a search.</summary>
    /// <param name="study">Holds the trials.</param>
    /// <param name="options">How to search.</param>
    /// <param name="configure">Makes a trial's config; its name is the run's folder.</param>
    /// <param name="runsFolder">The folder of the trials' runs.</param>
    public TuningRun(Study study, TuningOptions options, Func<Trial, TrainingConfig> configure, string runsFolder)
    {
        options.Validate();
        (_study, _options, _configure, _runsFolder) = (study, options, configure, runsFolder);
    }

    /// <summary>Works on trials, on the calling thread, until there are enough.</summary>
    /// <param name="progress">Is told how it goes.</param>
    /// <param name="cancellationToken">Ends the work; calling again goes on with the same trial.</param>
    /// <exception cref="UserErrorException">Three trials in a row could not be trained: the last one's reason.</exception>
    public void Execute(ITrainingProgress progress, CancellationToken cancellationToken = default)
    {
        int failures = 0;
        while (_study.Begin(_options.Sampler, _options.Trials) is { } trial)
        {
            progress.Note($"Trial {trial.Number}{(trial.IsTakenOver ? ", which was interrupted" : "")}: {string.Join(", ", _study.Options.Space.Overrides(trial))}.");
            try
            {
                RunTrial(trial, progress, cancellationToken);
                failures = 0;
            }
            catch (OperationCanceledException)
            {
                _study.Release(trial.Number);
                throw;
            }
            catch (UserErrorException error)
            {
                _study.Fail(trial.Number, error.Message);
                progress.Note($"Trial {trial.Number} failed: {error.Message}");
                if (++failures == FailuresInARow)
                    throw new UserErrorException($"{FailuresInARow} trials in a row failed, the last one so: {error.Message}", error);
            }
        }
    }

    private void RunTrial(Trial trial, ITrainingProgress progress, CancellationToken cancellationToken)
    {
        TrainingConfig config = _configure(trial);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TrialProgress trialProgress = new(progress, _study, trial, config.SelectBy, _options.Pruner, stop);
        RunFolder folder = RunFolder.Follow(_runsFolder, config);
        try
        {
            TrainingRun.Execute(config, _runsFolder, trialProgress, folder.IsBegun, stop.Token);
        }
        catch (OperationCanceledException) when (trialProgress.IsPruned)
        {
            _study.Prune(trial.Number);
            progress.Note($"Trial {trial.Number} is given up: it is worse than the median of the others at this epoch.");
            File.Delete(folder.LastCheckpoint);
            File.Delete(folder.BestModel);
            return;
        }
        IEnumerable<double> values = _study.Trials().Single(other => other.Number == trial.Number).Reports.Select(report => report.Value);
        double best = _study.Options.Direction == StudyDirection.Minimize ? values.Min() : values.Max();
        _study.Complete(trial.Number, best);
        progress.Note(FormattableString.Invariant($"Trial {trial.Number}: {_study.Options.Metric} {best:0.0000}."));
        KeepBestWeights();
    }

    private void KeepBestWeights()
    {
        IReadOnlyList<Trial> trials = _study.Trials();
        Trial? best = TrialRanking.Best(trials, _study.Options.Direction);
        foreach (Trial trial in trials.Where(trial => trial.State == TrialState.Completed))
        {
            RunFolder folder = RunFolder.Follow(_runsFolder, _configure(trial));
            File.Delete(folder.LastCheckpoint);
            if (trial.Number != best?.Number)
                File.Delete(folder.BestModel);
        }
    }
}
