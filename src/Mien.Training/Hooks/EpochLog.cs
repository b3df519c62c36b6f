using System.Globalization;
using System.Text.Json;
using Mien.Core;
using Mien.Training.Checkpoints;
using Mien.Training.Configuration;
using Mien.Training.Metrics;
using Mien.Training.Progress;

namespace Mien.Training.Hooks;

/// <summary>Writes a line an epoch to a run's <c>log.csv</c> and <c>log.jsonl</c>.</summary>
/// <param name="folder">The run's folder.</param>
public sealed class EpochLog(RunFolder folder) : ITrainingHook
{
    /// <inheritdoc/>
    public void RunBegins(TrainingState state)
    {
        // A run that was killed after writing its logs and before its checkpoint does the epoch again.
        Trim(folder.CsvLog, state.EpochsDone + 1);
        Trim(folder.JsonLog, state.EpochsDone);
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochReport epoch, float[] predictions)
    {
        object[] cells =
        [
            epoch.Epoch, epoch.TrainingLoss, epoch.LearningRate, epoch.SamplesPerSecond, epoch.Seconds,
            .. epoch.Validation.Scores.Select(score => (object)score.Value), epoch.IsBest ? 1 : 0,
        ];
        IEnumerable<string> scores = epoch.Validation.Scores.Select(score => ConfigNames.ToConfig(score.Metric.ToString()));
        if (!File.Exists(folder.CsvLog))
            File.WriteAllText(folder.CsvLog, $"epoch,training_loss,learning_rate,samples_per_second,seconds,{string.Join(',', scores.Select(score => $"validation_{score}"))},best\n");
        File.AppendAllText(folder.CsvLog, string.Join(',', cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))) + "\n");
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
        File.AppendAllText(folder.JsonLog, JsonSerializer.Serialize(line, JsonSerializerOptions.Web) + "\n");
    }

    private static void Trim(string log, int lines)
    {
        if (!File.Exists(log))
            return;
        string[] kept = File.ReadAllLines(log);
        if (kept.Length > lines)
            AtomicFile.WriteAllText(log, string.Concat(kept.Take(lines).Select(line => line + "\n")));
    }
}
