using System.Globalization;
using System.Text.Json;
using Mien.Core;
using Mien.Training.Configuration;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Progress;

namespace Mien.Training;

/// <summary>
/// A run's folder: <c>config.yaml</c> (all settings), <c>last.safetensors</c> (to resume), <c>best.safetensors</c> (to use),
/// <c>log.csv</c> and <c>log.jsonl</c> (a line an epoch), and what evaluation adds.
/// </summary>
public sealed class RunFolder
{
    private RunFolder(string path, string configYaml) => (Path, ConfigYaml) = (path, configYaml);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>All settings of the run.</summary>
    public string ConfigYaml { get; }

    /// <summary>The file that an interrupted run goes on from.</summary>
    public string LastCheckpoint => System.IO.Path.Combine(Path, "last.safetensors");

    /// <summary>The best epoch's weights, with all that is needed to use them.</summary>
    public string BestModel => System.IO.Path.Combine(Path, "best.safetensors");

    /// <summary>Weights of one epoch, where the config keeps them.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    public string ModelOf(int epoch) => System.IO.Path.Combine(Path, $"epoch-{epoch:000}.safetensors");

    /// <summary>Whether there is a checkpoint to go on from.</summary>
    public bool IsBegun => File.Exists(LastCheckpoint);

    private string CsvLog => System.IO.Path.Combine(Path, "log.csv");

    private string JsonLog => System.IO.Path.Combine(Path, "log.jsonl");

    /// <summary>Makes the folder for a new run, or opens that of an interrupted one.</summary>
    /// <param name="outputFolder">The folder of all runs.</param>
    /// <param name="config">The run's settings; its name is the folder's.</param>
    /// <param name="resume">Whether the run must be there already; otherwise it must not have begun.</param>
    /// <exception cref="UserErrorException">A run of that name is there, or is not there to resume.</exception>
    public static RunFolder Open(string outputFolder, TrainingConfig config, bool resume)
    {
        RunFolder folder = Follow(outputFolder, config);
        string settings = System.IO.Path.Combine(folder.Path, "config.yaml");
        // A run that was killed before its first checkpoint is there too: it goes on from the beginning.
        if (resume && !File.Exists(settings))
            throw new UserErrorException($"There is nothing to resume: {folder.LastCheckpoint} does not exist.");
        if (!resume && folder.IsBegun)
            throw new UserErrorException($"{folder.Path} already holds a run; go on with --resume, choose another name with --set name=..., or delete the folder.");
        foreach (string halfWritten in Directory.Exists(folder.Path) ? Directory.GetFiles(folder.Path, ".*.tmp") : [])
            File.Delete(halfWritten);
        AtomicFile.WriteAllText(settings, folder.ConfigYaml);
        if (!folder.IsBegun)
        {
            File.Delete(folder.CsvLog);
            File.Delete(folder.JsonLog);
        }
        return folder;
    }

    /// <summary>Names the folder of a run that another process writes.</summary>
    /// <param name="outputFolder">The folder of all runs.</param>
    /// <param name="config">The run's settings; its name is the folder's.</param>
    public static RunFolder Follow(string outputFolder, TrainingConfig config) =>
        new(System.IO.Path.GetFullPath(System.IO.Path.Combine(outputFolder, config.Name)), ConfigWriter.Write(config));

    /// <summary>Takes back from the logs what they say of later epochs: a run that was killed after writing its log and before its checkpoint does them again.</summary>
    /// <param name="epochs">Epochs that the checkpoint has finished.</param>
    public void ForgetEpochsAfter(int epochs)
    {
        Trim(CsvLog, epochs + 1);
        Trim(JsonLog, epochs);
    }

    private static void Trim(string log, int lines)
    {
        if (!File.Exists(log))
            return;
        string[] kept = File.ReadAllLines(log);
        if (kept.Length > lines)
            AtomicFile.WriteAllText(log, string.Concat(kept.Take(lines).Select(line => line + "\n")));
    }

    /// <summary>Adds an epoch to the logs.</summary>
    public void Log(EpochReport epoch)
    {
        object[] cells =
        [
            epoch.Epoch, epoch.TrainingLoss, epoch.LearningRate, epoch.SamplesPerSecond, epoch.Seconds,
            .. epoch.Validation.Scores.Select(score => (object)score.Value), epoch.IsBest ? 1 : 0,
        ];
        IEnumerable<string> scores = epoch.Validation.Scores.Select(score => ConfigNames.ToConfig(score.Metric.ToString()));
        if (!File.Exists(CsvLog))
            File.WriteAllText(CsvLog, $"epoch,training_loss,learning_rate,samples_per_second,seconds,{string.Join(',', scores.Select(score => $"validation_{score}"))},best\n");
        File.AppendAllText(CsvLog, string.Join(',', cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))) + "\n");
        var line = new
        {
            epoch.Epoch,
            epoch.TrainingLoss,
            epoch.LearningRate,
            epoch.SamplesPerSecond,
            epoch.Seconds,
            Validation = epoch.Validation.Scores.ToDictionary(score => ConfigNames.ToConfig(score.Metric.ToString()), score => score.Value),
            (epoch.Validation as ClassificationResult)?.Labels,
            epoch.IsBest,
        };
        File.AppendAllText(JsonLog, JsonSerializer.Serialize(line, JsonSerializerOptions.Web) + "\n");
    }
}
