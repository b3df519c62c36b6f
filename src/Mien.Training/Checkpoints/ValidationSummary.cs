using System.Text.Json.Nodes;
using Mien.Training.Metrics;
using Mien.Training.Options;

namespace Mien.Training.Checkpoints;

/// <summary>How good stored weights were on the validation part.</summary>
/// <param name="Epoch">The epoch they are of, from 1.</param>
/// <param name="Scores">The numbers by their names.</param>
public sealed record ValidationSummary(int Epoch, IReadOnlyDictionary<SelectionMetric, double> Scores)
{
    /// <summary>The summary of a result.</summary>
    public static ValidationSummary Of(int epoch, ValidationResult result) => new(epoch, result.Scores.ToDictionary());

    /// <summary>One of the numbers, or null where predictions of that kind do not have it.</summary>
    public double? Score(SelectionMetric metric) => Scores.TryGetValue(metric, out double value) ? value : null;

    /// <summary>The summary as JSON: the epoch, and a member for each number.</summary>
    public string ToJson()
    {
        JsonObject json = new() { [EpochKey] = Epoch };
        foreach ((SelectionMetric metric, double value) in Scores)
            json[KeyOf(metric)] = value;
        return json.ToJsonString();
    }

    /// <summary>Reads a summary.</summary>
    public static ValidationSummary FromJson(string json)
    {
        JsonObject members = JsonNode.Parse(json)!.AsObject();
        return new ValidationSummary(
            (int)members[EpochKey]!,
            Enum.GetValues<SelectionMetric>().Where(metric => members.ContainsKey(KeyOf(metric))).ToDictionary(metric => metric, metric => (double)members[KeyOf(metric)]!));
    }

    private const string EpochKey = "epoch";

    private static string KeyOf(SelectionMetric metric) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(metric.ToString());
}
