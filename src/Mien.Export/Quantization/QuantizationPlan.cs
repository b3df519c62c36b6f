using Mien.Export.Onnx;

namespace Mien.Export.Quantization;

/// <summary>
/// Which nodes of a graph compute in integers. Besides the layers themselves these are the nodes between them for which ONNX
/// Runtime's CPU has integer kernels, so that a network stays in integers from its first layer to its last: the activation,
/// the gate and the pool of a squeeze-and-excitation, the sum of a residual. A node of that kind is taken where all that it reads are integers.
/// </summary>
internal sealed class QuantizationPlan
{
    private QuantizationPlan(
        IReadOnlyDictionary<OnnxNode, QuantizableLayer> layers, IReadOnlySet<OnnxNode> nodes, IReadOnlySet<string> integers,
        IReadOnlyDictionary<string, string> limited, IReadOnlyDictionary<string, string> sharedRanges) =>
        (Layers, Nodes, Integers, Limited, SharedRanges) = (layers, nodes, integers, limited, sharedRanges);

    /// <summary>The layers that compute in integers.</summary>
    public IReadOnlyDictionary<OnnxNode, QuantizableLayer> Layers { get; }

    /// <summary>All nodes that compute in integers with ranges from calibration (an LSTM finds its own).</summary>
    public IReadOnlySet<OnnxNode> Nodes { get; }

    /// <summary>Values that such nodes give, as integers.</summary>
    public IReadOnlySet<string> Integers { get; }

    /// <summary>
    /// Of values that a ReLU, or a clip that begins at zero, alone reads: the limited value. A range that begins at zero is that limit, so the
    /// node is not needed: whoever gives the value gives the limited one at once.
    /// </summary>
    public IReadOnlyDictionary<string, string> Limited { get; }

    /// <summary>Of values that hold what another value holds in another order or a part of it: that other value, whose range they have.</summary>
    public IReadOnlyDictionary<string, string> SharedRanges { get; }

    /// <summary>Plans a graph.</summary>
    /// <param name="graph">The graph, its nodes in order.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="floatLayers">Names of layers that stay in float.</param>
    public static QuantizationPlan Of(OnnxGraph graph, IReadOnlyList<QuantizableLayer> layers, IReadOnlySet<string> floatLayers)
    {
        Dictionary<OnnxNode, QuantizableLayer> taken = new(ReferenceEqualityComparer.Instance);
        foreach (QuantizableLayer layer in layers.Where(layer => !floatLayers.Contains(layer.Name)))
            taken[layer.Node] = layer;
        ILookup<string, OnnxNode> readers = graph.Readers();
        HashSet<string> outputs = [.. graph.Outputs.Select(output => output.Name)], integers = [];
        HashSet<OnnxNode> nodes = new(ReferenceEqualityComparer.Instance);
        Dictionary<string, string> limited = [], shared = [];
        HashSet<string> zeros = [.. graph.Initializers.Where(tensor => tensor.ElementType == OnnxElementType.Float && tensor.ToFloats() is [0]).Select(tensor => tensor.Name)];
        foreach (OnnxNode node in graph.Nodes)
        {
            string input = node.Inputs.Count > 0 ? node.Inputs[0] : "", output = node.Outputs[0];
            switch (node.Operator)
            {
                case "LSTM":
                    break;
                case "Conv" or "Gemm" or "MatMul" when taken.ContainsKey(node):
                    nodes.Add(node);
                    // A product that only floats read is better given as floats by the kernel itself.
                    if (node.Operator == "Conv" || readers[output].Any(reader => taken.ContainsKey(reader) && reader.Operator != "LSTM"))
                        integers.Add(output);
                    break;
                case "Relu" or "Clip" when integers.Contains(input) && readers[input].Count() == 1 && !outputs.Contains(input) && (node.Operator == "Relu" || (node.HasInput(1) && zeros.Contains(node.Inputs[1]))):
                    integers.Remove(input);
                    integers.Add(output);
                    limited[input] = output;
                    break;
                case "Sigmoid" or "GlobalAveragePool" or "Mul" or "Add" when node.Inputs.All(integers.Contains):
                    nodes.Add(node);
                    integers.Add(output);
                    break;
                case "MaxPool" when node.Outputs.Count == 1 && integers.Contains(input):
                case "Resize" when node.Attribute("mode", "nearest") == "nearest" && integers.Contains(input):
                case "Reshape" when integers.Contains(input) && readers[output].Any(reader => taken.ContainsKey(reader) && reader.Operator != "LSTM"):
                    nodes.Add(node);
                    integers.Add(output);
                    shared[output] = shared.GetValueOrDefault(input, input);
                    break;
            }
        }
        return new QuantizationPlan(taken, nodes, integers, limited, shared);
    }
}
