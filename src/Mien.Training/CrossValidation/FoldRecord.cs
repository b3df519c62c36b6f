using System.Text.Json;
using Mien.Core;
using Mien.Data;
using Mien.Training.Metrics;

namespace Mien.Training.CrossValidation;

/// <summary>A finished fold as it is kept on disk, so that it need not be trained again: what the model said about people it never saw.</summary>
/// <param name="Config">The fold's settings, all of them.</param>
/// <param name="TestPeople">Who was tested.</param>
/// <param name="ValidationPeople">Whom the epoch was chosen by.</param>
/// <param name="Epoch">The chosen epoch, from 1.</param>
/// <param name="Labels">The labels, C of them.</param>
/// <param name="Actual">True label of each sample, (N).</param>
/// <param name="Probabilities">Probabilities, row-major (N, C).</param>
/// <param name="Groups">Parts of the samples that are scored by themselves.</param>
internal sealed record FoldRecord(
    string Config, IReadOnlyList<string> TestPeople, IReadOnlyList<string> ValidationPeople, int Epoch, IReadOnlyList<string> Labels, int[] Actual, float[] Probabilities, IReadOnlyList<SampleGroup> Groups)
{
    public const string FileName = "fold.json";

    public EmotionPredictions Predictions() => new(new EmotionLabelSet(Labels), Actual, Probabilities);

    /// <summary>Writes the record, whole or not at all.</summary>
    public void Save(string folder) => AtomicFile.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, JsonSerializerOptions.Web) + "\n");

    /// <summary>Reads the record of a fold that is finished; null where it is not.</summary>
    /// <exception cref="UserErrorException">The record is damaged, or of other settings.</exception>
    public static FoldRecord? Load(string folder, string config)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        FoldRecord? record;
        try
        {
            record = JsonSerializer.Deserialize<FoldRecord>(File.ReadAllText(path), JsonSerializerOptions.Web);
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"{path} is damaged; delete the folder {folder} to train this fold again.", error);
        }
        if (record is null || !Comparable(record.Config).SequenceEqual(Comparable(config)))
            throw new UserErrorException($"{path} is of a run with other settings; choose another name with --set name=..., or delete the folder {Path.GetDirectoryName(Path.GetFullPath(folder))}.");
        return record;
    }

    // Where the data lie and how many threads work does not change what was measured.
    private static IEnumerable<string> Comparable(string config) => config.Split('\n')
        .Where(line => !line.TrimStart().StartsWith("root:", StringComparison.Ordinal) && !line.StartsWith("threads:", StringComparison.Ordinal) && !line.StartsWith("workers:", StringComparison.Ordinal));
}
