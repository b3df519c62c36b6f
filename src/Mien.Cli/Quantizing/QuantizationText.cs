using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mien.Export.Quantization;
using Mien.Training.Quantization;

namespace Mien.Cli.Quantizing;

/// <summary>What quantisation made of a model, for people and for programs.</summary>
internal static class QuantizationText
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a weight without error has an infinite ratio
    };

    /// <summary>The file and its size.</summary>
    public static string Size(string path, long bytes, long floatBytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}: {bytes / 1e6:0.00} MB, {100.0 * bytes / floatBytes:0.0} % of the float file");

    /// <summary>A table with a row a layer, and what the whole is worth.</summary>
    public static string ToMarkdown(QuantizationResult result)
    {
        StringBuilder text = new("| layer | operator | weights | input | output | weights' SNR, dB | error alone | computes in |\n|---|---|---:|---|---|---:|---:|---|\n");
        foreach (LayerQuantization layer in result.Layers)
            text.Append(CultureInfo.InvariantCulture, $"| {layer.Name} | {layer.Operator} | {layer.Weights} | {Range(layer.Input, "at each run", layer)} | {Range(layer.Output, "floats", layer)} | {layer.WeightSignalToNoiseDb:0.0} | {layer.OutputError?.ToString("0.00000", CultureInfo.InvariantCulture) ?? "not measured"} | {(layer.IsInteger ? "int8" : "float")} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{result.Layers.Count(layer => layer.IsInteger)} of {result.Layers.Count} layers in 8 bits{(result.TrainedRanges ? ", by the ranges of training" : "")}.");
        if (result.Held is { } held)
            text.Append(CultureInfo.InvariantCulture, $" On {held.Samples} validation samples: {held.Metric} {100 * held.FloatScore:0.00} % in floats, {100 * held.Score:0.00} % quantised{(held.LabelAgreement is { } agreement ? string.Create(CultureInfo.InvariantCulture, $"; the same label on {100 * agreement:0.00} %") : "")}.");
        return text.ToString();
    }

    /// <summary>The same as JSON.</summary>
    public static string ToJson(QuantizationResult result) => JsonSerializer.Serialize(result, s_json) + "\n";

    private static string Range(QuantizedRange? range, string absent, LayerQuantization layer) =>
        range is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Low:0.###} to {known.High:0.###}") : layer.IsInteger ? absent : "floats";
}
