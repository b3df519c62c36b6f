using Mien.Export.Onnx;

namespace Mien.Export.Optimization;

/// <summary>
/// Takes the slope and the offset of a hard sigmoid into the convolution before it: hardsigmoid(Wx + b) = clip(W'x + b', 0, 1) with
/// W' = alpha W and b' = alpha b + beta. A range from 0 to 1 is all that is left of it in integers.
/// </summary>
internal static class HardSigmoidFolding
{
    /// <summary>The graph with a clip in the place of each hard sigmoid that alone reads a convolution; the rest is as it was.</summary>
    public static OnnxGraph Apply(OnnxGraph graph)
    {
        Dictionary<string, OnnxTensor> initializers = graph.Initializers.ToDictionary(tensor => tensor.Name);
        ILookup<string, OnnxNode> readers = graph.Readers();
        HashSet<string> outputs = [.. graph.Outputs.Select(output => output.Name)];
        Dictionary<OnnxNode, OnnxNode> replaced = new(ReferenceEqualityComparer.Instance);
        foreach (OnnxNode layer in graph.Nodes.Where(node => node.Operator == "Conv" && node.HasInput(2)))
        {
            if (readers[layer.Outputs[0]].ToArray() is not [{ Operator: "HardSigmoid" } gate] || outputs.Contains(layer.Outputs[0]) || !OwnsConstants(layer))
                continue;
            double alpha = gate.Attribute("alpha", 0.2f), beta = gate.Attribute("beta", 0.5f);
            Scale(initializers, layer.Inputs[1], alpha, 0);
            Scale(initializers, layer.Inputs[2], alpha, beta);
            replaced[gate] = gate with { Operator = "Clip", Inputs = [layer.Outputs[0], Scalar(initializers, "zero", 0), Scalar(initializers, "one", 1)], Attributes = [] };
        }
        return graph with { Nodes = [.. graph.Nodes.Select(node => replaced.GetValueOrDefault(node, node))], Initializers = [.. initializers.Values] };

        // Weights that something else reads too must stay as they are.
        bool OwnsConstants(OnnxNode layer) => layer.Inputs.Skip(1).All(name => initializers.ContainsKey(name) && readers[name].Count() == 1);
    }

    private static void Scale(Dictionary<string, OnnxTensor> initializers, string name, double factor, double offset)
    {
        OnnxTensor tensor = initializers[name];
        initializers[name] = OnnxTensor.FromFloats(name, [.. tensor.ToFloats().Select(value => (float)(factor * value + offset))], [.. tensor.Shape]);
    }

    private static string Scalar(Dictionary<string, OnnxTensor> initializers, string word, float value)
    {
        string name = $"hard_sigmoid.{word}";
        initializers.TryAdd(name, OnnxTensor.FromFloats(name, [value]));
        return name;
    }
}
