using System.Runtime.InteropServices;
using Mien.Core;
using Mien.Data;
using Mien.Export.Onnx;
using Mien.Export.Optimization;

namespace Mien.Export.Quantization;

/// <summary>
/// Brings a whole graph to 16-bit floats (IEEE 754 binary16), weights and activations; inputs and outputs stay 32-bit, with a Cast node each.
/// Nodes that sum many values, exponentiate or normalise compute in 32 bits, as PyTorch's autocast has them, and so does each node with
/// a constant or, where samples are given, a value that 16 bits do not hold with a reserve. It is for GPUs: a CPU without arithmetic of
/// 16-bit floats converts before and after each node.
/// </summary>
public sealed class HalfPrecisionGraph
{
    /// <summary>The largest value that a node may have on samples and still compute in 16 bits: a quarter of what they hold, 65,504.</summary>
    public const float LargestValue = 65504f / 4;

    // Recurrent ones for another reason: ONNX Runtime 1.30's CPU was seen to crash on loading graphs with an LSTM and transposes of 16-bit floats.
    private static readonly HashSet<string> s_floatOperators = ["LSTM", "GRU", "RNN", "Softmax", "LogSoftmax", "ReduceSum", "ReduceMean", "ReduceL1", "ReduceL2", "ReduceLogSumExp", "ReduceProd", "Exp", "Log", "Pow", "Sqrt", "Reciprocal", "LayerNormalization", "CumSum"];

    private readonly OnnxGraph _graph;
    private readonly IReadOnlySet<string> _large;
    private readonly Dictionary<string, OnnxTensor> _initializers;
    private readonly Dictionary<string, OnnxElementType> _types = [];
    private readonly Dictionary<(string, OnnxElementType), string> _converted = [];
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<string> _floatNodes = [];
    private readonly HashSet<OnnxNode> _between = new(ReferenceEqualityComparer.Instance);

    private HalfPrecisionGraph(OnnxGraph graph, IReadOnlySet<string> large)
    {
        (_graph, _large) = (graph, large);
        _initializers = graph.Initializers.ToDictionary(tensor => tensor.Name);
        foreach (OnnxTensor tensor in graph.Initializers)
            _types[tensor.Name] = tensor.ElementType;
        foreach (OnnxValueInfo input in graph.Inputs)
            _types[input.Name] = input.ElementType;
    }

    /// <summary>Converts a model.</summary>
    /// <param name="model">A model of 32-bit floats.</param>
    /// <param name="samples">Samples whose values say which nodes need 32 bits; null judges by constants only.</param>
    /// <param name="count">How many samples, spread evenly.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The model, and the names of the nodes that compute in 32 bits.</returns>
    /// <exception cref="UserErrorException">The samples do not fit the model.</exception>
    public static (OnnxModel Model, IReadOnlyList<string> FloatNodes) Apply(OnnxModel model, ISampleDataset? samples = null, int count = 64, CancellationToken cancellationToken = default)
    {
        HashSet<string> large = [];
        if (samples is not null)
        {
            HashSet<string> constants = [.. model.Graph.Initializers.Select(tensor => tensor.Name)];
            string[] values = [.. new HalfPrecisionGraph(model.Graph, large).FloatValues().Where(value => !constants.Contains(value))];
            IReadOnlyDictionary<string, ValueStatistics> statistics = new GraphRunner(model, threads: 1).Observe(values, SampleSet.Read(samples, count, cancellationToken), cancellationToken);
            large.UnionWith(statistics.Where(entry => Math.Max(-entry.Value.Minimum, entry.Value.Maximum) > LargestValue).Select(entry => entry.Key));
        }
        HalfPrecisionGraph conversion = new(model.Graph, large);
        OnnxGraph graph = conversion.Convert();
        return (TrainedRanges.Remove(model) with { Graph = graph }, conversion._floatNodes);
    }

    private OnnxGraph Convert()
    {
        FindBetween();
        foreach (OnnxNode node in _graph.Nodes)
            Place(node);
        // Outputs are 32-bit under their own names.
        HashSet<string> halfOutputs = [.. _graph.Outputs.Select(output => output.Name).Where(name => _types[name] == OnnxElementType.Float16)];
        string Inner(string name) => halfOutputs.Contains(name) ? $"{name}:fp16" : name;
        OnnxNode[] nodes =
        [
            .. _nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(Inner)], Outputs = [.. node.Outputs.Select(Inner)] }),
            .. halfOutputs.Select(name => Cast(Inner(name), name, OnnxElementType.Float)),
        ];
        // What is told of inner values speaks of 32 bits and is dropped; weights of nodes that compute in 32 bits are stored in 16.
        return HalfPrecisionWeights.Apply(UnusedRemoval.Apply(_graph with { Nodes = nodes, Initializers = [.. _initializers.Values], Values = [] }));
    }

    private void Place(OnnxNode node)
    {
        OnnxElementType result = ResultOf(node);
        bool readsFloats = node.Inputs.Any(IsFloating), computesFloats = IsFloating(result);
        // A constant or a shape's numbers: whoever reads it converts it.
        bool isHalf = node.Domain.Length == 0 && readsFloats && node.Operator is not ("Constant" or "ConstantOfShape") && !ComputesInFloats(node) && !FollowsFloats(node);
        OnnxElementType wanted = isHalf ? OnnxElementType.Float16 : OnnxElementType.Float;
        if (readsFloats && !isHalf && !FollowsFloats(node))
            _floatNodes.Add(node.Name.Length > 0 ? node.Name : node.Outputs[0]);
        OnnxNode placed = node with { Inputs = [.. node.Inputs.Index().Select(input => IsFloating(input.Item) && !StaysFloat(node, input.Index) ? As(input.Item, wanted) : input.Item)] };
        if (node.Operator == "Cast" && computesFloats)
            placed = placed with { Attributes = [new OnnxAttribute("to", (long)wanted)] };
        _nodes.Add(placed);
        foreach (string output in node.Outputs.Where(output => output.Length > 0))
            _types[output] = computesFloats ? isHalf ? OnnxElementType.Float16 : OnnxElementType.Float : result;
    }

    // What only moves values leaves them as they come.
    private bool FollowsFloats(OnnxNode node) =>
        node.Operator is "Identity" or "Transpose" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Slice" or "Gather" or "Expand" && _types[node.Inputs[0]] == OnnxElementType.Float;

    private bool ComputesInFloats(OnnxNode node) => s_floatOperators.Contains(node.Operator) || NeedsFloats(node) || _between.Contains(node);

    /// <summary>What is between nodes in 32 bits, such as the product of weights and values in attention, stays in them rather than going to 16 and back.</summary>
    private void FindBetween()
    {
        Dictionary<string, OnnxNode> makers = _graph.Nodes.SelectMany(node => node.Outputs.Where(output => output.Length > 0).Select(output => (output, node))).ToDictionary(pair => pair.output, pair => pair.node);
        ILookup<string, OnnxNode> readers = _graph.Readers();
        HashSet<string> outputs = [.. _graph.Outputs.Select(output => output.Name)];
        foreach (OnnxNode node in _graph.Nodes.Reverse())
            if (node.Operator is "Mul" or "Add" or "Sub" or "Div" && !outputs.Contains(node.Outputs[0])
                && readers[node.Outputs[0]].All(ComputesInFloats) && node.Inputs.Any(input => makers.TryGetValue(input, out OnnxNode? maker) && ComputesInFloats(maker)))
                _between.Add(node);
    }

    private bool NeedsFloats(OnnxNode node) =>
        node.Inputs.Concat(node.Outputs).Any(_large.Contains) || node.Inputs.Any(name => _initializers.TryGetValue(name, out OnnxTensor? tensor) && !Fits(tensor));

    // The factors of Resize are 32-bit whatever it resizes.
    private static bool StaysFloat(OnnxNode node, int input) => node.Operator == "Resize" && input > 0;

    /// <summary>The name under which a floating value is there in one of the two types.</summary>
    private string As(string name, OnnxElementType type)
    {
        if (_types[name] == type)
            return name;
        if (_converted.TryGetValue((name, type), out string? converted))
            return converted;
        _converted[(name, type)] = converted = $"{name}:{(type == OnnxElementType.Float16 ? "fp16" : "fp32")}";
        if (_initializers.TryGetValue(name, out OnnxTensor? tensor))
            _initializers[converted] = HalfPrecisionWeights.FromFloats(converted, tensor.ToFloats(), tensor.Shape);
        else
            _nodes.Add(Cast(name, converted, type));
        _types[converted] = type;
        return converted;
    }

    private OnnxElementType ResultOf(OnnxNode node) => node.Operator switch
    {
        "Cast" => (OnnxElementType)node.Attribute("to", (long)OnnxElementType.Float),
        "Shape" or "Size" or "ArgMax" or "ArgMin" or "NonZero" => OnnxElementType.Int64,
        "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" or "Equal" or "Not" or "And" or "Or" or "IsNaN" => OnnxElementType.Bool,
        "Constant" or "ConstantOfShape" => node.Attributes.FirstOrDefault(attribute => attribute.Value is OnnxTensor)?.Value is OnnxTensor tensor ? tensor.ElementType : OnnxElementType.Float,
        "Where" => _types[node.Inputs[1]],
        _ => _types[node.Inputs.First(name => name.Length > 0)],
    };

    private bool IsFloating(string name) => name.Length > 0 && IsFloating(_types[name]);

    private static bool IsFloating(OnnxElementType type) => type is OnnxElementType.Float or OnnxElementType.Float16;

    /// <summary>Values of the float graph that are floating, in its order.</summary>
    private List<string> FloatValues()
    {
        List<string> values = [.. _graph.Inputs.Select(input => input.Name).Where(IsFloating)];
        foreach (OnnxNode node in _graph.Nodes)
        {
            OnnxElementType result = ResultOf(node);
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
                _types[output] = result;
            if (IsFloating(result))
                values.AddRange(node.Outputs.Where(output => output.Length > 0));
        }
        return values;
    }

    private static bool Fits(OnnxTensor tensor)
    {
        if (tensor.ElementType == OnnxElementType.Float)
            foreach (float value in MemoryMarshal.Cast<byte, float>(tensor.Data.Span))
                if (Math.Abs(value) > LargestValue && float.IsFinite(value))
                    return false;
        return true;
    }

    private static OnnxNode Cast(string from, string to, OnnxElementType type) => new("Cast", "", [from], [to], [new OnnxAttribute("to", (long)type)]);
}
