using Mien.Core;
using Mien.Export.Onnx;
using Mien.Export.Tracing;
using Mien.Training.Quantization;

namespace Mien.Export.Operators;

/// <summary>Collects the nodes and weights of a graph in the making, and gives values and nodes their names.</summary>
internal sealed class OnnxGraphBuilder
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, OnnxTensor> _initializers = [];
    private readonly Dictionary<TracedValue, string> _names = [];
    private readonly Dictionary<string, int> _nodeCounts = [];
    private readonly IReadOnlyList<TracedValue> _inputs;
    private string _modulePath = "";

    /// <param name="inputs">The network's inputs.</param>
    public OnnxGraphBuilder(IReadOnlyList<TracedValue> inputs) => _inputs = inputs;

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>Ranges that training found for values, by the values' names.</summary>
    public Dictionary<string, QuantizedRange> Ranges { get; } = [];

    public IReadOnlyList<OnnxTensor> Initializers => [.. _initializers.Values];

    /// <summary>Sets the module whose call is being converted; new nodes are named after it.</summary>
    public void EnterModule(string path) => _modulePath = path;

    /// <summary>The ONNX name of a traced value; a constant becomes an initialiser.</summary>
    public string Name(TracedValue value)
    {
        if (_names.TryGetValue(value, out string? name))
            return name;
        name = value.InputName ?? (value.Constant is { } constant
            ? AddInitializer(constant)
            : throw new UserErrorException($"A constant in {(_modulePath.Length == 0 ? "the model" : $"module {_modulePath}")} is as large as {string.Join(" and ", value.Shape.SelectMany(size => size.Follows).Distinct())}, which an exported model must not fix."));
        _names[value] = name;
        return name;
    }

    /// <summary>Whether the graph holds a traced value.</summary>
    public bool IsNamed(TracedValue value) => _names.ContainsKey(value);

    /// <summary>Says that a traced value is the ONNX value <paramref name="name"/>.</summary>
    public void Bind(TracedValue value, string name) => _names[value] = name;

    /// <summary>Adds an initialiser, once for each name, and returns its name.</summary>
    public string AddInitializer(OnnxTensor tensor)
    {
        _initializers.TryAdd(tensor.Name, tensor);
        return tensor.Name;
    }

    /// <summary>Adds an integer constant and returns its name.</summary>
    public string AddLongs(string purpose, params long[] values) =>
        AddInitializer(OnnxTensor.FromLongs(UniqueName(purpose), values, values.Length));

    /// <summary>Adds nodes that read a size at run time, and returns the name of the one integer; null where nothing has that size.</summary>
    /// <param name="size">The size.</param>
    /// <param name="at">The tensor to look at before the network's inputs.</param>
    public string? AddSize(TracedSize size, TracedValue at)
    {
        foreach (TracedValue value in _inputs.Prepend(at))
        {
            for (int i = 0; i < value.Rank; i++)
            {
                if (value.Shape[i].SameAs(size))
                    return Add("Shape", [Name(value)], new OnnxAttribute("start", (long)i), new OnnxAttribute("end", i + 1L));
            }
        }
        return null;
    }

    /// <summary>Adds a scalar constant and returns its name.</summary>
    public string AddScalar(string purpose, double value) =>
        AddInitializer(OnnxTensor.FromFloats(UniqueName(purpose), [(float)value]));

    /// <summary>Adds a node with one output and returns the output's name.</summary>
    public string Add(string op, IReadOnlyList<string> inputs, params OnnxAttribute[] attributes) => Add(op, inputs, 1, attributes)[0];

    /// <summary>Adds a node and returns the names of its outputs.</summary>
    public IReadOnlyList<string> Add(string op, IReadOnlyList<string> inputs, int outputs, OnnxAttribute[] attributes)
    {
        string name = UniqueName(op);
        string[] results = [.. Enumerable.Range(0, outputs).Select(i => $"{name}:{i}")];
        _nodes.Add(new OnnxNode(op, name, inputs, results, attributes));
        return results;
    }

    /// <summary>Adds a node with one input and one output that has a given name.</summary>
    public void AddNamed(string op, string input, string output) => _nodes.Add(new OnnxNode(op, UniqueName(op), [input], [output], []));

    /// <summary>A name in the module being converted that nothing else has.</summary>
    public string UniqueName(string stem)
    {
        string name = _modulePath.Length == 0 ? stem : $"{_modulePath}/{stem}";
        int count = _nodeCounts[name] = _nodeCounts.GetValueOrDefault(name) + 1;
        return count == 1 ? name : $"{name}_{count}";
    }
}
