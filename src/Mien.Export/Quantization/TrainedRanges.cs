using Mien.Core;
using Mien.Export.Onnx;
using Mien.Export.Tracing;
using Mien.Training.Quantization;

namespace Mien.Export.Quantization;

/// <summary>Ranges of activations that quantisation-aware training found, on their way from a checkpoint through a float model file to an 8-bit one.</summary>
internal static class TrainedRanges
{
    /// <summary>Where a model file's metadata hold them, by the names of values.</summary>
    public const string Key = "mien.activation_ranges";

    /// <summary>Traces a network with its activations rounded by the ranges, or, where there are none, as it is.</summary>
    public static TracedGraph Trace(IReadOnlyDictionary<string, QuantizedRange>? ranges, Func<TracedGraph> trace)
    {
        using IDisposable? interception = ranges is null ? null : new FakeQuantization(new ActivationRanges(ranges)) { AsOperators = true }.Begin();
        return trace();
    }

    /// <summary>Metadata with ranges, where there are any.</summary>
    public static IReadOnlyDictionary<string, string> Add(IReadOnlyDictionary<string, string> properties, IReadOnlyDictionary<string, QuantizedRange> ranges) =>
        ranges.Count == 0 ? properties : new Dictionary<string, string>(properties) { [Key] = ActivationRanges.ToJson(ranges) };

    /// <summary>The ranges in a model, or null where it was not trained for integers.</summary>
    /// <exception cref="UserErrorException">They are damaged.</exception>
    public static IReadOnlyDictionary<string, QuantizedRange>? Of(OnnxModel model, string path) =>
        model.Metadata.TryGetValue(Key, out string? json) ? ActivationRanges.FromJson(json, path) : null;

    /// <summary>The model without them: they speak of values that have other names in what is made of it.</summary>
    public static OnnxModel Remove(OnnxModel model) => model with { Metadata = model.Metadata.Where(entry => entry.Key != Key).ToDictionary() };
}
