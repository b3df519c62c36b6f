using Mien.Core;
using Mien.Export.Onnx;
using Mien.Export.Operators;
using Mien.Export.Optimization;
using Mien.Export.Quantization;
using Mien.Export.Tracing;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Training.Quantization;

namespace Mien.Export;

/// <summary>
/// Exports emotion models to ONNX (opset 17): one forward pass is traced in evaluation mode without gradients, every ATen operator is
/// written as its ONNX counterpart, batch norms are folded into the convolution or linear layer before them. The file's output
/// <c>emotion</c> (N, labels) holds probabilities, its metadata carry the preprocessing specification. The batch is free, and so are the
/// picture's height and width, the sound's frames and a sequence's steps, each where the model computes nothing that fixes it.
/// </summary>
public static class OnnxExporter
{
    /// <summary>Name of the output of the emotion head; further heads' outputs bear the heads' names.</summary>
    public const string OutputName = "emotion";

    /// <summary>Writes a model file, whole or not at all.</summary>
    /// <param name="model">The model with its weights; its training mode is as before afterwards.</param>
    /// <param name="spec">The preprocessing that the model was trained with.</param>
    /// <param name="metadata">What else the file says about the model.</param>
    /// <param name="path">The file to make or replace.</param>
    /// <exception cref="UserErrorException">The specification does not fit the model, or an operator has no ONNX counterpart.</exception>
    public static void Export(EmotionModel model, PreprocessingSpec spec, ModelMetadata metadata, string path)
    {
        OnnxModel onnx = Build(model, spec, metadata);
        AtomicFile.Write(path, stream => OnnxWriter.Write(onnx, stream));
    }

    /// <summary>Makes the ONNX model in memory.</summary>
    /// <param name="model">The model with its weights; its training mode is as before afterwards.</param>
    /// <param name="spec">The preprocessing that the model was trained with.</param>
    /// <param name="metadata">What else the file says about the model.</param>
    /// <param name="ranges">Ranges of activations that training found, which go into the metadata; or null.</param>
    /// <exception cref="UserErrorException">The specification does not fit the model, or an operator has no ONNX counterpart.</exception>
    public static OnnxModel Build(EmotionModel model, PreprocessingSpec spec, ModelMetadata metadata, IReadOnlyDictionary<string, QuantizedRange>? ranges = null) =>
        Make(model, spec, metadata, ranges).Onnx;

    /// <summary>Makes the ONNX model in memory, and tells which sizes are free.</summary>
    /// <inheritdoc cref="Build"/>
    public static ExportedModel Make(EmotionModel model, PreprocessingSpec spec, ModelMetadata metadata, IReadOnlyDictionary<string, QuantizedRange>? ranges = null)
    {
        CheckFit(model, spec);
        IReadOnlyDictionary<string, string> properties = metadata.ToProperties(model.Task, spec.ToJson());
        TracedInput[] inputs = [.. model.InputNames.Select(name => new TracedInput(name, InputShape.OfSample(name, spec)))];
        return Make(inputs, (free, step) => GraphTracer.Trace(model, inputs, free, step), metadata.Name, properties, ranges);
    }

    /// <summary>Traces with as many free sizes as can be, and makes the ONNX model.</summary>
    internal static ExportedModel Make(
        IReadOnlyList<TracedInput> inputs,
        Func<IReadOnlyList<string>, long, TracedGraph> trace,
        string name,
        IReadOnlyDictionary<string, string> properties,
        IReadOnlyDictionary<string, QuantizedRange>? ranges)
    {
        IReadOnlyDictionary<string, QuantizedRange> found = new Dictionary<string, QuantizedRange>(); // of the last graph that could be made, which is the one taken
        (OnnxGraph graph, IReadOnlyList<InputSize> sizes) = FreeSizeSearch.Run(inputs, (free, step) => Convert(TrainedRanges.Trace(ranges, () => trace(free, step)), name, out found));
        return new ExportedModel(new OnnxModel(graph, TrainedRanges.Add(properties, found)) { ProducerVersion = typeof(OnnxExporter).Assembly.GetName().Version?.ToString(3) ?? "" }, sizes);
    }

    /// <summary>Writes a traced graph with ONNX operators.</summary>
    internal static OnnxGraph Convert(TracedGraph traced, string name) => Convert(traced, name, out _);

    /// <summary>Writes a traced graph with ONNX operators; the ranges are those of values that it was traced with.</summary>
    internal static OnnxGraph Convert(TracedGraph traced, string name, out IReadOnlyDictionary<string, QuantizedRange> ranges)
    {
        OnnxGraphBuilder builder = new(traced.Inputs);
        foreach (TracedCall call in traced.Calls)
            OperatorTable.Default.Convert(call, builder);
        builder.EnterModule("");
        foreach ((string output, TracedValue value) in traced.Outputs)
            builder.AddNamed("Identity", builder.Name(value), output);
        OnnxGraph graph = new(
            name,
            [.. traced.Inputs.Select(input => new OnnxValueInfo(input.InputName!, input.ElementType, Dimensions(input)))],
            [.. traced.Outputs.Select(output => new OnnxValueInfo(output.Name, output.Value.ElementType, Dimensions(output.Value)))],
            builder.Nodes,
            builder.Initializers);
        ranges = builder.Ranges;
        graph = HardSigmoidFolding.Apply(BatchNormFolding.Apply(UnusedRemoval.Apply(graph)));
        return traced.NamesAreSure ? graph with { Values = ValuesOf(traced, builder, graph) } : graph;
    }

    /// <summary>The values inside the graph whose shapes hold free sizes beside the batch, all of them named.</summary>
    private static OnnxValueInfo[] ValuesOf(TracedGraph traced, OnnxGraphBuilder builder, OnnxGraph graph)
    {
        HashSet<string> made = [.. graph.Nodes.SelectMany(node => node.Outputs).Where(name => name.Length > 0)];
        return
        [
            .. traced.Calls.SelectMany(call => call.Results)
                .Where(value => value.Shape.Skip(1).Any(size => size.Fixed is null) && builder.IsNamed(value))
                .Select(value => new OnnxValueInfo(builder.Name(value), value.ElementType, Dimensions(value)))
                .Where(value => made.Contains(value.Name) && value.Shape.All(dimension => dimension != default))
                .DistinctBy(value => value.Name),
        ];
    }

    private static OnnxDimension[] Dimensions(TracedValue value) => [.. value.Shape.Select(size => size.ToDimension())];

    private static void CheckFit(EmotionModel model, PreprocessingSpec spec)
    {
        spec.Validate();
        if (spec.Labels.Count != model.Spec.Labels)
            throw new UserErrorException($"The model has {model.Spec.Labels} outputs, but its preprocessing specification names {spec.Labels.Count} labels ({spec.Labels}).");
        if (model.InputNames.Contains(EmotionModel.ImageInput) && spec.Image is null)
            throw new UserErrorException($"The {model.Task} model takes faces, but its preprocessing specification has no image part.");
        if (model.InputNames.Contains(EmotionModel.AudioInput) && spec.Audio is null)
            throw new UserErrorException($"The {model.Task} model takes sound, but its preprocessing specification has no audio part.");
        if (model.Spec is FeatureModelSpec features && (features.Dimension != spec.Features?.Dimension || features.Sequence != (spec.Features.Steps is not null)))
            throw new UserErrorException($"The model takes {(features.Sequence ? "sequences of vectors" : "single vectors")} of {features.Dimension} numbers, but its preprocessing specification describes other features or none.");
        int? bands = model.Spec switch
        {
            SpeechModelSpec speech => speech.Encoder.MelBands,
            FusionModelSpec fusion => fusion.AudioEncoder.MelBands,
            _ => null,
        };
        if (bands is { } expected && expected != spec.Audio!.MelBands)
            throw new UserErrorException($"The model takes {expected} mel bands, but its preprocessing specification makes {spec.Audio.MelBands}.");
    }
}
