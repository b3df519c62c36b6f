using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mien.Cli.Comparing;

/// <summary>A comparison for people and for programs.</summary>
internal static class ComparisonText
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A table with a row a model.</summary>
    public static string ToMarkdown(IReadOnlyList<ComparedModel> models, string data, int samples)
    {
        StringBuilder text = new($"{samples} samples, {data}; differences of probabilities from the first model.\n\n| model | MB | largest difference | mean difference | same label | accuracy | calibration error |\n|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (ComparedModel model in models)
        {
            string differences = model.Difference is { } difference
                ? string.Create(CultureInfo.InvariantCulture, $"{difference.LargestDifference:0.0e+0} | {difference.MeanDifference:0.0e+0} | {100 * difference.Agreement:0.00} %")
                : "| | ";
            text.Append(CultureInfo.InvariantCulture, $"| {model.Path} | {model.Bytes / 1e6:0.00} | {differences} | {Percent(model.Accuracy)} | {(model.CalibrationError is { } error ? error.ToString("0.0000", CultureInfo.InvariantCulture) : "n/a")} |\n");
        }
        return text.ToString();
    }

    /// <summary>The same as JSON.</summary>
    public static string ToJson(IReadOnlyList<ComparedModel> models, string data, IReadOnlyList<string> violations) =>
        JsonSerializer.Serialize(new { data, models, violations }, s_json) + "\n";

    private static string Percent(double? share) => share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:0.00} %") : "n/a";
}
