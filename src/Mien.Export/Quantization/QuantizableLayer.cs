using Mien.Export.Onnx;
using Mien.Training.Quantization;

namespace Mien.Export.Quantization;

/// <summary>A node whose weight can be stored and used in 8 bits.</summary>
/// <param name="Node">A Conv, Gemm, MatMul or LSTM.</param>
/// <param name="Weight">Its weight; of an LSTM the one for its input.</param>
/// <param name="ChannelAxis">Axis of the weight that counts output channels.</param>
internal sealed record QuantizableLayer(OnnxNode Node, OnnxTensor Weight, int ChannelAxis)
{
    /// <summary>The layer's name: that of its module where the node is named after one.</summary>
    public string Name => Node.Name.Length > 0 ? Node.Name : Node.Outputs[0];

    /// <summary>Largest integer that its weights may have.</summary>
    public int Limit => Node.Operator == "Conv" ? WeightGrid.ConvolutionLimit(Weight.Shape, Node.Attribute("group", 1L)) : WeightGrid.PairLimit;

    /// <summary>The layers of a graph, in its order.</summary>
    public static IReadOnlyList<QuantizableLayer> Find(OnnxGraph graph)
    {
        Dictionary<string, OnnxTensor> weights = graph.Initializers.Where(tensor => tensor.ElementType == OnnxElementType.Float).ToDictionary(tensor => tensor.Name);
        return [.. graph.Nodes.Select(node => Of(node, weights)).OfType<QuantizableLayer>()];
    }

    private static QuantizableLayer? Of(OnnxNode node, Dictionary<string, OnnxTensor> weights)
    {
        if (node.Domain.Length > 0 || node.Inputs.Count < 2 || !weights.TryGetValue(node.Inputs[1], out OnnxTensor? weight))
            return null;
        bool isConstant = node.Inputs.Skip(2).All(name => name.Length == 0 || weights.ContainsKey(name));
        return node.Operator switch
        {
            "Conv" when isConstant && weight.Shape.Count == 4 => new(node, weight, 0),
            "Gemm" when isConstant && Size(weight) >= WeightGrid.SmallestMatrix && node.Attribute("alpha", 1f) == 1 && node.Attribute("beta", 1f) == 1 && node.Attribute("transA", 0L) == 0
                => new(node, weight, node.Attribute("transB", 0L) == 1 ? 0 : 1),
            "MatMul" when weight.Shape.Count == 2 && Size(weight) >= WeightGrid.SmallestMatrix => new(node, weight, 1),
            "LSTM" when weights.ContainsKey(node.Inputs[2]) && node.Attribute("layout", 0L) == 0 => new(node, weight, 1),
            _ => null,
        };
    }

    private static long Size(OnnxTensor weight) => weight.Shape.Aggregate(1L, (product, size) => product * size);
}
