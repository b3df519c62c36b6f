using System.Globalization;
using Mien.Core;
using Mien.Training.Configuration;
using Mien.Training.Options;
using Mien.Training.TensorBoard;

namespace Mien.Training;

/// <summary>
/// A run's folder: <c>config.yaml</c> (all settings), <c>last.safetensors</c> (to resume), <c>best.safetensors</c> (to use),
/// <c>log.csv</c> and <c>log.jsonl</c> (a line an epoch), <c>events.out.tfevents.*</c> (for TensorBoard), and what evaluation adds.
/// </summary>
public sealed class RunFolder
{
    private const string EpochPrefix = "epoch-", WeightsSuffix = ".safetensors";

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
    public string ModelOf(int epoch) => System.IO.Path.Combine(Path, $"{EpochPrefix}{epoch:000}{WeightsSuffix}");

    /// <summary>The kept weights of single epochs, in no order.</summary>
    public IEnumerable<(int Epoch, string Path)> ModelsOfEpochs
    {
        get
        {
            foreach (string path in Directory.GetFiles(Path, $"{EpochPrefix}*{WeightsSuffix}"))
                if (int.TryParse(System.IO.Path.GetFileName(path)[EpochPrefix.Length..^WeightsSuffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch))
                    yield return (epoch, path);
        }
    }

    /// <summary>Whether there is a checkpoint to go on from.</summary>
    public bool IsBegun => File.Exists(LastCheckpoint);

    /// <summary>The log as a table, a row for each epoch.</summary>
    public string CsvLog => System.IO.Path.Combine(Path, "log.csv");

    /// <summary>The log as JSON, a line for each epoch.</summary>
    public string JsonLog => System.IO.Path.Combine(Path, "log.jsonl");

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
            foreach (string log in (string[])[folder.CsvLog, folder.JsonLog, .. EventFile.In(folder.Path)])
                File.Delete(log);
        }
        return folder;
    }

    /// <summary>Names the folder of a run that another process writes.</summary>
    /// <param name="outputFolder">The folder of all runs.</param>
    /// <param name="config">The run's settings; its name is the folder's.</param>
    public static RunFolder Follow(string outputFolder, TrainingConfig config) =>
        new(System.IO.Path.GetFullPath(System.IO.Path.Combine(outputFolder, config.Name)), ConfigWriter.Write(config));
}
