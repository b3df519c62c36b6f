using Mien.Export.Onnx;
using Mien.Export.Optimization;
using Mien.Training.Quantization;

namespace Mien.Export.Quantization;

/// <summary>
/// Writes a plan as an ONNX graph in the QDQ form: every value that integers stand for goes through QuantizeLinear and
/// DequantizeLinear, weights and biases come out of DequantizeLinear, and ONNX Runtime joins each operator and the pairs around it
/// into one integer kernel.
/// </summary>
internal sealed class IntegerGraphBuilder
{
    private readonly OnnxGraph _graph;
    private readonly QuantizationPlan _plan;
    private readonly Func<string, QuantizedRange> _rangeOf;
    private readonly Func<QuantizableLayer, QuantizedWeight, float[]?> _biasOf;
    private readonly Dictionary<string, OnnxTensor> _initializers;
    private readonly List<OnnxNode> _nodes = [];
    private readonly PackedConstants _packed = new();
    private readonly Dictionary<byte, string> _zeroPoints = [];

    private IntegerGraphBuilder(OnnxGraph graph, QuantizationPlan plan, Func<string, QuantizedRange> rangeOf, Func<QuantizableLayer, QuantizedWeight, float[]?> biasOf)
    {
        (_graph, _plan, _rangeOf, _biasOf) = (graph, plan, rangeOf, biasOf);
        _initializers = graph.Initializers.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="graph">The graph in floats.</param>
    /// <param name="plan">What of it becomes integers.</param>
    /// <param name="rangeOf">The range of a value.</param>
    /// <param name="biasOf">The bias that a layer is to have with its quantised weight, or null for none.</param>
    public static OnnxGraph Build(OnnxGraph graph, QuantizationPlan plan, Func<string, QuantizedRange> rangeOf, Func<QuantizableLayer, QuantizedWeight, float[]?> biasOf) =>
        new IntegerGraphBuilder(graph, plan, rangeOf, biasOf).Build();

    /// <summary>Makes a graph of <see cref="Build(OnnxGraph, QuantizationPlan, Func{string, QuantizedRange}, Func{QuantizableLayer, QuantizedWeight, float[]})"/> small: what is left of floats in 16 bits, and short names.</summary>
    public static OnnxGraph Compact(OnnxGraph graph) => ShortNames.Apply(HalfPrecisionWeights.Apply(graph));

    private OnnxGraph Build()
    {
        HashSet<string> wanted = [.. _plan.Integers];
        foreach (OnnxNode node in _plan.Nodes)
            wanted.UnionWith(_plan.Layers.ContainsKey(node) || HasShapeInputs(node) ? [node.Inputs[0]] : node.Inputs);
        foreach (OnnxValueInfo input in _graph.Inputs.Where(input => wanted.Contains(input.Name)))
            AddPair(input.Name, input.Name, Restored(input.Name));
        HashSet<string> limits = [.. _plan.Limited.Values];
        foreach (OnnxNode node in _graph.Nodes.Where(node => !limits.Contains(node.Outputs[0])))
        {
            OnnxNode placed = Place(node);
            string output = _plan.Limited.GetValueOrDefault(node.Outputs[0], node.Outputs[0]);
            if (_plan.Integers.Contains(output))
            {
                // Everybody reads what the integers stand for, under the value's own name.
                string raw = $"{output}:raw";
                _nodes.Add(placed with { Outputs = [raw, .. placed.Outputs.Skip(1)] });
                AddPair(output, raw, output);
                continue;
            }
            _nodes.Add(placed);
            if (wanted.Contains(output))
                AddPair(output, output, Restored(output));
        }

        (IReadOnlyList<OnnxNode> unpacking, IReadOnlyList<OnnxTensor> packed) = _packed.Build();
        return UnusedRemoval.Apply(_graph with { Nodes = [.. unpacking, .. _nodes], Initializers = [.. _initializers.Values, .. packed] });
    }

    private OnnxNode Place(OnnxNode node)
    {
        if (!_plan.Layers.TryGetValue(node, out QuantizableLayer? layer))
            return _plan.Nodes.Contains(node) ? node with { Inputs = [.. node.Inputs.Index().Select(input => input.Index == 0 || !HasShapeInputs(node) ? ReadAsInteger(input.Item) : input.Item)] } : node;
        if (node.Operator == "LSTM")
            return DynamicLstm.Place(node, _initializers, _packed, _nodes);

        QuantizedWeight weight = QuantizedWeight.Of(layer.Weight, layer.ChannelAxis, layer.Limit);
        string stored = $"{layer.Weight.Name}:{node.Outputs[0]}", scale = _packed.AddScales(weight.Scales); // another layer may share the floats
        _initializers[$"{stored}.int8"] = weight.ToTensor($"{stored}.int8", layer.Weight.Shape);
        _nodes.Add(Dequantize($"{stored}.int8", scale, null, stored, layer.ChannelAxis));
        List<string> inputs = [ReadAsInteger(node.Inputs[0]), stored];
        if (_biasOf(layer, weight) is { } bias)
            inputs.Add(AddBias(node, bias, weight.Scales, scale));
        return node with { Inputs = inputs };
    }

    /// <summary>The bias in 32-bit integers whose scale is that of the products: the input's times the weight's.</summary>
    private string AddBias(OnnxNode node, float[] bias, float[] weightScales, string weightScale)
    {
        float inputScale = RangeOf(node.Inputs[0]).Scale;
        string integers = _packed.AddBias([.. bias.Zip(weightScales, (value, scale) => MathF.Round(value / (inputScale * scale)))]);
        string name = $"{node.Outputs[0]}:bias", scaleName = $"{name}.scale";
        _nodes.Add(new OnnxNode("Mul", "", [weightScale, ScaleOf(node.Inputs[0])], [scaleName], []));
        _nodes.Add(Dequantize(integers, scaleName, null, name, 0));
        return name;
    }

    // Only the first input holds values; the others say what shape they get.
    private static bool HasShapeInputs(OnnxNode node) => node.Operator is "Reshape" or "Resize";

    private string ReadAsInteger(string name) => _plan.Integers.Contains(name) || _initializers.ContainsKey(name) ? name : Restored(name);

    private static string Restored(string name) => $"{name}:restored";

    private void AddPair(string value, string from, string to)
    {
        (string scale, string zero) = (ScaleOf(value), ZeroPointOf(value));
        _nodes.Add(new OnnxNode("QuantizeLinear", "", [from, scale, zero], [$"{value}:uint8"], []));
        _nodes.Add(Dequantize($"{value}:uint8", scale, zero, to, null));
    }

    private static OnnxNode Dequantize(string from, string scale, string? zero, string to, int? axis) => new(
        "DequantizeLinear", "", zero is null ? [from, scale] : [from, scale, zero], [to], axis is { } number ? [new OnnxAttribute("axis", (long)number)] : []);

    private QuantizedRange RangeOf(string value) => _rangeOf(_plan.SharedRanges.GetValueOrDefault(value, value));

    private string ScaleOf(string value)
    {
        string name = $"{_plan.SharedRanges.GetValueOrDefault(value, value)}:scale";
        _initializers.TryAdd(name, OnnxTensor.FromFloats(name, [RangeOf(value).Scale]));
        return name;
    }

    private string ZeroPointOf(string value)
    {
        byte zero = RangeOf(value).ZeroPoint;
        if (!_zeroPoints.TryGetValue(zero, out string? name))
        {
            _zeroPoints[zero] = name = $"zero{zero}";
            _initializers[name] = new OnnxTensor(name, OnnxElementType.UInt8, [], new[] { zero });
        }
        return name;
    }
}
