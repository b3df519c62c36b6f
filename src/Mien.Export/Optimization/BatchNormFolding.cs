using Mien.Export.Onnx;

namespace Mien.Export.Optimization;

/// <summary>
/// Takes batch norms that follow a convolution or a linear layer into its weights: in evaluation
/// y = (Wx + b - mean) s + shift with s = scale / sqrt(variance + epsilon), so W' = s W and b' = (b - mean) s + shift.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>The graph without the batch norms that could be folded; the rest is as it was.</summary>
    public static OnnxGraph Apply(OnnxGraph graph)
    {
        Dictionary<string, OnnxTensor> initializers = graph.Initializers.ToDictionary(tensor => tensor.Name);
        ILookup<string, OnnxNode> readers = graph.Readers();
        HashSet<string> outputs = [.. graph.Outputs.Select(output => output.Name)];
        Dictionary<OnnxNode, OnnxNode> folded = new(ReferenceEqualityComparer.Instance);
        HashSet<OnnxNode> removed = new(ReferenceEqualityComparer.Instance);

        foreach (OnnxNode layer in graph.Nodes.Where(HasRowForEachOutput))
        {
            OnnxNode[] next = [.. readers[layer.Outputs[0]]];
            if (next is not [{ Operator: "BatchNormalization" } norm] || outputs.Contains(layer.Outputs[0]) || !CanFold(layer, norm))
                continue;
            folded[layer] = Fold(layer, norm, initializers);
            removed.Add(norm);
        }

        return graph with
        {
            Nodes = [.. graph.Nodes.Where(node => !removed.Contains(node)).Select(node => folded.GetValueOrDefault(node, node))],
            Initializers = [.. initializers.Values],
        };

        // Weights that something else reads too must stay as they are.
        bool CanFold(OnnxNode layer, OnnxNode norm) =>
            layer.Inputs.Skip(1).Concat(norm.Inputs.Skip(1)).All(name => initializers.ContainsKey(name) && readers[name].Count() == 1);
    }

    // The exporter writes linear layers of vectors as y = x transposed(W) + b.
    private static bool HasRowForEachOutput(OnnxNode node) =>
        node.Operator == "Conv" || (node.Operator == "Gemm" && node.Attribute("transB", 0L) == 1 && node.Attribute("alpha", 1f) == 1 && node.Attribute("beta", 1f) == 1);

    private static OnnxNode Fold(OnnxNode layer, OnnxNode norm, Dictionary<string, OnnxTensor> initializers)
    {
        OnnxTensor weight = initializers[layer.Inputs[1]];
        float[] weights = weight.ToFloats();
        float[][] statistics = [.. norm.Inputs.Skip(1).Select(name => initializers[name].ToFloats())]; // scale, shift, mean, variance
        float[]? bias = layer.Inputs.Count > 2 ? initializers[layer.Inputs[2]].ToFloats() : null;
        double epsilon = norm.Attribute("epsilon", 1e-5f);

        int channels = (int)weight.Shape[0], perChannel = weights.Length / channels;
        float[] foldedBias = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            double scale = statistics[0][channel] / Math.Sqrt(statistics[3][channel] + epsilon);
            foldedBias[channel] = (float)(((bias?[channel] ?? 0) - statistics[2][channel]) * scale + statistics[1][channel]);
            foreach (ref float value in weights.AsSpan(channel * perChannel, perChannel))
                value = (float)(value * scale);
        }

        foreach (string name in norm.Inputs.Skip(1))
            initializers.Remove(name);
        string biasName = layer.Inputs.Count > 2 ? layer.Inputs[2] : norm.Inputs[2]; // the norm's shift is where the bias comes from
        initializers[weight.Name] = OnnxTensor.FromFloats(weight.Name, weights, [.. weight.Shape]);
        initializers[biasName] = OnnxTensor.FromFloats(biasName, foldedBias, channels);
        return layer with { Inputs = [layer.Inputs[0], weight.Name, biasName], Outputs = [norm.Outputs[0]] };
    }
}
