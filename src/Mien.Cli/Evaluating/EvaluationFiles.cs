using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Reporting;
using Mien.Training.Evaluation;
using Mien.Training.Metrics;

namespace Mien.Cli.Evaluating;

/// <summary>Writes an evaluation to files: a report, JSON, and two tables.</summary>
internal static class EvaluationFiles
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes <c>STEM.html</c>, <c>STEM.json</c>, <c>STEM.scores.csv</c> (a row a number) and <c>STEM.predictions.csv</c> (a row a sample).</summary>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Write(EvaluationResult result, string folder, string stem)
    {
        string Named(string extension) => Path.Combine(folder, stem + extension);
        AtomicFile.WriteAllText(Named(".json"), ToJson(result).ToJsonString(s_json) + "\n");
        AtomicFile.WriteAllText(Named(".scores.csv"), Scores(result));
        AtomicFile.WriteAllText(Named(".predictions.csv"), Predictions(result.Predictions));
        // Last: it alone needs the chart library, without which the numbers are kept all the same.
        AtomicFile.Write(Named(".html"), stream => HtmlDocumentWriter.Write(EvaluationReport.Compose(result), stream));
        return [Named(".html"), Named(".json"), Named(".scores.csv"), Named(".predictions.csv")];
    }

    /// <summary>Writes <c>STEM.json</c> for a model that does not tell emotion.</summary>
    /// <returns>The file.</returns>
    public static string Write(ValidationResult scores, int samples, string folder, string stem)
    {
        string path = Path.Combine(folder, stem + ".json");
        JsonObject json = new() { ["samples"] = samples };
        foreach ((string name, double value) in scores.Numbers)
            json[name] = value;
        AtomicFile.WriteAllText(path, json.ToJsonString(s_json) + "\n");
        return path;
    }

    private static JsonObject ToJson(EvaluationResult result) => new()
    {
        ["model"] = result.Model,
        ["data"] = result.Data,
        ["labels"] = new JsonArray([.. result.Predictions.Labels.Select(label => (JsonNode)label)]),
        ["bootstrapResamples"] = result.Options.BootstrapResamples,
        ["seed"] = result.Options.Seed,
        ["all"] = result.All is { } all ? ToJson(all) : null,
        ["groups"] = new JsonArray([.. result.Groups.Select(ToJson)]),
        ["landmarks"] = JsonSerializer.SerializeToNode(result.Landmarks, s_json),
        ["valence"] = JsonSerializer.SerializeToNode(result.Valence, s_json),
        ["arousal"] = JsonSerializer.SerializeToNode(result.Arousal, s_json),
    };

    internal static JsonObject ToJson(GroupScores group)
    {
        ConfusionMatrix confusion = group.Scores.Confusion;
        int labels = confusion.Labels.Count;
        return new JsonObject
        {
            ["name"] = group.Name,
            ["kind"] = group.Kind,
            ["samples"] = group.Scores.Samples,
            ["chance"] = group.Scores.Chance,
            ["majorityShare"] = group.Scores.MajorityShare,
            ["scores"] = new JsonObject(group.Intervals.Select(interval => KeyValuePair.Create<string, JsonNode?>(
                interval.Metric, new JsonObject { ["value"] = interval.Value, ["low"] = interval.Low, ["high"] = interval.High }))),
            ["labels"] = new JsonArray([.. group.Scores.Labels.Select(score => JsonSerializer.SerializeToNode(score, s_json))]),
            ["confusion"] = new JsonArray([.. Enumerable.Range(0, labels).Select(row => new JsonArray([.. Enumerable.Range(0, labels).Select(column => (JsonNode)confusion[row, column])]))]),
            ["reliability"] = new JsonArray([.. group.Calibration.Bins.Select(bin => JsonSerializer.SerializeToNode(bin, s_json))]),
            ["maximumCalibrationError"] = group.Calibration.MaximumError,
        };
    }

    private static string Scores(EvaluationResult result)
    {
        StringBuilder csv = new("kind,group,label,metric,value,low,high\n");
        IReadOnlyList<GroupScores> groups = result.All is { } all ? [all, .. result.Groups] : result.Groups;
        foreach (GroupScores group in groups)
        {
            void Row(string label, string metric, double? value, double? low = null, double? high = null) =>
                Append(group.Kind, group.Name, label, metric, value, low, high);
            Row("", "samples", group.Scores.Samples);
            foreach (ScoreInterval interval in group.Intervals)
                Row("", interval.Metric, interval.Value, interval.Low, interval.High);
            foreach (LabelScore score in group.Scores.Labels)
            {
                Row(score.Label, "samples", score.Support);
                Row(score.Label, "precision", score.Precision);
                Row(score.Label, "recall", score.Recall);
                Row(score.Label, "f1", score.F1);
                Row(score.Label, "accuracy", score.Accuracy);
            }
        }
        if (result.Landmarks is { } landmarks)
        {
            Append("head", "landmarks", "", "normalised_mean_error", landmarks.MeanError);
            Append("head", "landmarks", "", "failure_rate", landmarks.FailureRate);
        }
        foreach ((string name, ConcordanceResult? affect) in new[] { ("valence", result.Valence), ("arousal", result.Arousal) })
        {
            if (affect is null)
                continue;
            Append("head", name, "", "ccc", affect.Ccc);
            Append("head", name, "", "pearson", affect.Pearson);
            Append("head", name, "", "rmse", affect.Rmse);
        }
        return csv.ToString();

        void Append(string kind, string group, string label, string metric, double? value, double? low = null, double? high = null) =>
            csv.Append($"{Quoted(kind)},{Quoted(group)},{Quoted(label)},{metric},{(value is null ? "n/a" : Number(value))},{Number(low)},{Number(high)}\n");
    }

    private static string Predictions(EmotionPredictions predictions)
    {
        StringBuilder csv = new($"sample,true,predicted,{string.Join(',', predictions.Labels.Select(Quoted))}\n");
        for (int sample = 0; sample < predictions.Count; sample++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{sample},{(predictions.Actual(sample) is >= 0 and int actual ? Quoted(predictions.Labels[actual]) : "")},{Quoted(predictions.Labels[predictions.Predicted(sample)])}");
            foreach (float probability in predictions.Probabilities(sample))
                csv.Append(CultureInfo.InvariantCulture, $",{probability}");
            csv.Append('\n');
        }
        return csv.ToString();
    }

    private static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
