using Mien.Core;
using Mien.Data;
using Mien.Training.Checkpoints;
using Mien.Training.Configuration;
using Mien.Training.Distributed;
using Mien.Training.Options;
using Mien.Training.Progress;
using Mien.Training.Tuning;

namespace Mien.Training;

/// <summary>Training from a config to a folder with weights: what `mien train` does.</summary>
public static class TrainingRun
{
    /// <summary>Reads a config file.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">Settings that go before the file's, as <c>key.inner=value</c>.</param>
    /// <param name="dataRoot">The folder that holds the datasets; null for the config's own.</param>
    /// <exception cref="UserErrorException">A setting is unknown or out of range; the message names file, line and key.</exception>
    public static TrainingConfig LoadConfig(string path, IEnumerable<string>? overrides = null, string? dataRoot = null)
    {
        TrainingConfig config = ConfigBinder.Bind<TrainingConfig>(ConfigReader.Read(path, overrides).Without(SearchSpace.SectionKey));
        return dataRoot is null ? config : config with { Data = config.Data with { Root = Path.GetFullPath(dataRoot) } };
    }

    /// <summary>Trains on the calling thread, to the last epoch.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="outputFolder">The folder of all runs; this one's is named after the config.</param>
    /// <param name="progress">Is told how it goes.</param>
    /// <param name="resume">Whether to go on with the run of that name.</param>
    /// <param name="cancellationToken">Ends the run; it can be resumed.</param>
    /// <param name="parallel">This process's part where several train together; null where it is alone.</param>
    /// <returns>The run's folder.</returns>
    /// <exception cref="UserErrorException">Data or checkpoint are missing or do not fit, or the loss is no longer a number.</exception>
    /// <exception cref="RankLostException">Another process is gone.</exception>
    public static RunFolder Execute(
        TrainingConfig config, string outputFolder, ITrainingProgress progress, bool resume = false, CancellationToken cancellationToken = default, DataParallel? parallel = null)
    {
        if (parallel is null)
        {
            using DataParallel alone = DataParallel.Alone();
            return Execute(config, outputFolder, progress, resume, cancellationToken, alone);
        }
        return parallel.Run(() => Train(config, outputFolder, progress, resume, parallel, cancellationToken));
    }

    private static RunFolder Train(TrainingConfig config, string outputFolder, ITrainingProgress progress, bool resume, DataParallel parallel, CancellationToken cancellationToken)
    {
        RunFolder folder = parallel.IsChief ? RunFolder.Open(outputFolder, config, resume) : RunFolder.Follow(outputFolder, config);
        resume = parallel.FromChief([folder.IsBegun ? (byte)1 : (byte)0])[0] != 0;
        ISampleDataset training = config.Data.Open(DatasetPart.Training, cancellationToken);
        ISampleDataset validation = config.Data.Open(DatasetPart.Validation, cancellationToken);
        progress.Note($"{training.Count} training and {validation.Count} validation samples{(training is IEmotionDataset labelled ? $"; labels: {labelled.Labels}" : "")}.");
        using Trainer trainer = new(config, training, validation, folder, progress, parallel);
        progress.Note(FormattableString.Invariant($"{trainer.Model.Parameters().Sum(parameter => parameter.ElementCount) / 1e6:0.00} M parameters; results go to {folder.Path}."));
        TrainingState state = trainer.Run(resume, cancellationToken);
        progress.Note(FormattableString.Invariant($"Best epoch {state.BestEpoch}: validation {ConfigNames.ToConfig(config.SelectBy.ToString())} {state.BestValue:0.0000}; weights in {folder.BestModel}."));
        return folder;
    }
}
