using Mien.Core;
using Mien.Data;
using Mien.Export.Onnx;
using Mien.Interop.OnnxRuntime;
using Mien.Training.Quantization;

namespace Mien.Export.Quantization;

/// <summary>Finds which layers of a model can be quantised: all but those named as faster in floats, or also without the few that hurt most.</summary>
internal sealed class QuantizationSearch(OnnxModel model, FloatStem stem, string name, QuantizationOptions options, Action<string> advanced, CancellationToken cancellationToken)
{
    private readonly GraphRunner _runner = new(model with { Graph = stem.Graph }, threads: 1);
    private readonly IReadOnlyList<QuantizableLayer> _layers = QuantizableLayer.Find(stem.Graph);
    private readonly Dictionary<string, OnnxTensor> _initializers = stem.Graph.Initializers.ToDictionary(tensor => tensor.Name);
    private readonly Dictionary<string, QuantizedRange> _ranges = [];
    private IReadOnlyDictionary<string, ValueStatistics> _statistics = new Dictionary<string, ValueStatistics>();

    private readonly IReadOnlyDictionary<string, QuantizedRange>? _trained = TrainedRanges.Of(model, name);

    /// <summary>Calibrates where training found no ranges, measures every layer, and puts layers back to floats until the score holds or no more may go.</summary>
    public (OnnxGraph Graph, QuantizationResult Result) Run(ISampleDataset? training, IQualityMeasure? held)
    {
        if (_layers.Count == 0)
            throw new UserErrorException($"{name} has no convolution, matrix product or LSTM with constant float weights, so there is nothing to quantise.");
        HashSet<string> floats = [.. stem.Layers];
        if (_trained is null)
            Calibrate(training ?? throw new ArgumentNullException(nameof(training)));
        else
            advanced("ranges of activations are those that training found");
        IReadOnlyDictionary<string, double>? errors = training is null ? null : Sensitivities(SampleSet.Read(training, options.LayerSamples, cancellationToken));
        if (held is null)
            return (IntegerGraphBuilder.Compact(Build(floats)), Result(floats, errors, null));

        QualityScore expected = Measure(held, stem.Graph);
        Queue<string> next = new((errors ?? new Dictionary<string, double>()).OrderByDescending(pair => pair.Value).Select(pair => pair.Key).Where(layer => !stem.Layers.Contains(layer)).Take(options.MaximumFloatLayers));
        while (true)
        {
            OnnxGraph graph = IntegerGraphBuilder.Compact(Build(floats));
            QualityScore score = Measure(held, graph);
            HeldQuality quality = new(held.Name, held.IsError, held.Samples, expected.Value, score.Value, expected.Agreement(score), options.Budget ?? held.UsualBudget);
            advanced(FormattableString.Invariant($"{_layers.Count - floats.Count} of {_layers.Count} layers in 8 bits: {held.Name} {100 * score.Value:0.00} %, in floats {100 * expected.Value:0.00} %"));
            if (!quality.HoldsBudget && next.TryDequeue(out string? worst))
            {
                floats.Add(worst);
                continue;
            }
            return (graph, Result(floats, errors, quality));
        }
    }

    private void Calibrate(ISampleDataset training)
    {
        advanced($"calibrating on {Math.Min(options.CalibrationSamples, training.Count)} training samples");
        _statistics = _runner.Observe(Observed(Plan(new HashSet<string>())), SampleSet.Read(training, options.CalibrationSamples, cancellationToken), cancellationToken);
    }

    private QualityScore Measure(IQualityMeasure held, OnnxGraph graph)
    {
        using OrtSession session = _runner.Load(graph);
        return held.Measure(session, cancellationToken);
    }

    private QuantizationResult Result(HashSet<string> floats, IReadOnlyDictionary<string, double>? errors, HeldQuality? quality) =>
        new(0, 0, _trained is not null, Describe(floats, errors), quality);

    private QuantizationPlan Plan(IReadOnlySet<string> floats) => QuantizationPlan.Of(stem.Graph, _layers, floats);

    /// <summary>The values whose ranges or means are needed, whichever layers stay in floats.</summary>
    private string[] Observed(QuantizationPlan plan) =>
        [.. plan.Integers.Concat(plan.Nodes.SelectMany(node => node.Inputs).Concat(_layers.Select(layer => layer.Node.Inputs[0])).Where(value => value.Length > 0 && !_initializers.ContainsKey(value))).Concat(_layers.Where(layer => layer.Node.Operator == "Conv").Select(layer => layer.Node.Outputs[0])).Distinct()];

    private OnnxGraph Build(IReadOnlySet<string> floats) => IntegerGraphBuilder.Build(stem.Graph, Plan(floats), RangeOf, BiasOf);

    private QuantizedRange RangeOf(string value)
    {
        if (_trained is not null)
            return _trained.TryGetValue(stem.Pooled.GetValueOrDefault(value, value), out QuantizedRange trained)
                ? trained
                : throw new UserErrorException($"{name} holds ranges from training, but none for {value}; export it again from its checkpoint.");
        if (!_ranges.TryGetValue(value, out QuantizedRange range))
            _ranges[value] = range = RangeFinder.Find(_statistics[value], options);
        return range;
    }

    private float[]? BiasOf(QuantizableLayer layer, QuantizedWeight weight)
    {
        bool hasBias = layer.Node.HasInput(2);
        if (layer.Node.Operator == "MatMul")
            return null;
        float[] bias = hasBias ? _initializers[layer.Node.Inputs[2]].ToFloats() : new float[weight.Scales.Length];
        if (options.BiasCorrection && _trained is null) // training has seen the rounded weights, and made up for them
            return BiasCorrection.Apply(layer, weight, bias, _statistics[layer.Node.Inputs[0]].ChannelMeans);
        return hasBias ? bias : null;
    }

    /// <summary>Mean difference of the outputs where one layer alone is quantised.</summary>
    private Dictionary<string, double> Sensitivities(SampleSet samples)
    {
        advanced($"measuring {_layers.Count} layers one by one");
        float[] expected = _runner.Outputs(stem.Graph, samples, cancellationToken);
        Dictionary<string, double> errors = [];
        foreach (QuantizableLayer layer in _layers)
        {
            float[] outputs = _runner.Outputs(Build(_layers.Select(other => other.Name).Where(other => other != layer.Name).ToHashSet()), samples, cancellationToken);
            errors[layer.Name] = expected.Zip(outputs, (one, other) => Math.Abs((double)one - other)).Average();
        }
        return errors;
    }

    private IReadOnlyList<LayerQuantization> Describe(HashSet<string> floats, IReadOnlyDictionary<string, double>? errors)
    {
        QuantizationPlan plan = Plan(floats);
        return [.. _layers.Select(layer =>
        {
            bool isInteger = plan.Layers.ContainsKey(layer.Node);
            string input = layer.Node.Inputs[0], output = plan.Limited.GetValueOrDefault(layer.Node.Outputs[0], layer.Node.Outputs[0]);
            bool isDynamic = layer.Node.Operator == "LSTM";
            float[] weights = layer.Weight.ToFloats();
            double noise = isDynamic
                ? Enumerable.Range(0, (int)layer.Weight.Shape[0]).Average(direction => DynamicLstm.Direction(layer.Weight, direction).SignalToNoiseDb(weights.AsSpan(direction * (weights.Length / (int)layer.Weight.Shape[0]))[..(weights.Length / (int)layer.Weight.Shape[0])]))
                : QuantizedWeight.Of(layer.Weight, layer.ChannelAxis, layer.Limit).SignalToNoiseDb(weights);
            long count = weights.Length + (isDynamic ? _initializers[layer.Node.Inputs[2]].Data.Length / sizeof(float) : 0);
            return new LayerQuantization(
                layer.Name,
                layer.Node.Operator,
                count,
                isDynamic || !isInteger ? null : RangeOf(plan.SharedRanges.GetValueOrDefault(input, input)),
                isInteger && plan.Integers.Contains(output) ? RangeOf(output) : null,
                noise,
                errors?[layer.Name],
                isInteger);
        })];
    }
}
