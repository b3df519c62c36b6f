using Mien.Core;
using Mien.Export.Onnx;
using Mien.Export.Optimization;

namespace Mien.Export.Quantization;

/// <summary>
/// Stores the weights of Linear and LSTM layers in 8 bits and brings their inputs to integers at each run, by the range that they
/// have then (DynamicQuantizeLinear, MatMulInteger; DynamicQuantizeLSTM). It needs no data. Convolutions stay in floats, their
/// weights in 16 bits: ONNX Runtime's ConvInteger has one scale for all channels and no fast kernel, and is slower than floats.
/// </summary>
public static class DynamicQuantization
{
    /// <summary>The model with its Linear and LSTM layers quantised.</summary>
    /// <exception cref="UserErrorException">It has none.</exception>
    public static OnnxModel Apply(OnnxModel model)
    {
        Dictionary<OnnxNode, QuantizableLayer> layers = new(ReferenceEqualityComparer.Instance);
        foreach (QuantizableLayer layer in QuantizableLayer.Find(model.Graph).Where(layer => layer.Node.Operator != "Conv"))
            layers[layer.Node] = layer;
        if (layers.Count == 0)
            throw new UserErrorException("The model has no Linear or LSTM layer of some size, so --dynamic would leave it as it is; calibrate it with --data CONFIG.");
        PackedConstants packed = new();
        Dictionary<string, OnnxTensor> initializers = model.Graph.Initializers.ToDictionary(tensor => tensor.Name);
        List<OnnxNode> nodes = [];
        foreach (OnnxNode node in model.Graph.Nodes)
        {
            if (!layers.TryGetValue(node, out QuantizableLayer? layer))
                nodes.Add(node);
            else if (node.Operator == "LSTM")
                nodes.Add(DynamicLstm.Place(node, initializers, packed, nodes));
            else
                AddProduct(layer, initializers, packed, nodes);
        }
        (IReadOnlyList<OnnxNode> unpacking, IReadOnlyList<OnnxTensor> constants) = packed.Build();
        OnnxGraph graph = model.Graph with { Nodes = [.. unpacking, .. nodes], Initializers = [.. initializers.Values, .. constants] };
        return TrainedRanges.Remove(model) with { Graph = HalfPrecisionWeights.Apply(UnusedRemoval.Apply(graph)) };
    }

    private static void AddProduct(QuantizableLayer layer, Dictionary<string, OnnxTensor> initializers, PackedConstants packed, List<OnnxNode> nodes)
    {
        OnnxNode node = layer.Node;
        string output = node.Outputs[0], stored = $"{output}:weight";
        QuantizedWeight weight = QuantizedWeight.Of(layer.Weight, layer.ChannelAxis, layer.Limit);
        OnnxTensor integers = weight.ToTensor(stored, layer.Weight.Shape);
        initializers[stored] = layer.ChannelAxis == 0 ? Transposed(integers) : integers;
        string Part(string name) => $"{output}:{name}";
        nodes.Add(new OnnxNode("DynamicQuantizeLinear", "", [node.Inputs[0]], [Part("input"), Part("scale"), Part("zero")], []));
        nodes.Add(new OnnxNode("MatMulInteger", node.Name, [Part("input"), stored, Part("zero")], [Part("sums")], []));
        nodes.Add(new OnnxNode("Cast", "", [Part("sums")], [Part("product")], [new OnnxAttribute("to", (long)OnnxElementType.Float)]));
        nodes.Add(new OnnxNode("Mul", "", [Part("scale"), packed.AddScales(weight.Scales)], [Part("scales")], []));
        bool hasBias = node.HasInput(2);
        nodes.Add(new OnnxNode("Mul", "", [Part("product"), Part("scales")], [hasBias ? Part("unbiased") : output], []));
        if (hasBias)
            nodes.Add(new OnnxNode("Add", "", [Part("unbiased"), node.Inputs[2]], [output], []));
    }

    /// <summary>A matrix with rows and columns exchanged: MatMulInteger takes (inputs, outputs).</summary>
    private static OnnxTensor Transposed(OnnxTensor matrix)
    {
        (int rows, int columns) = ((int)matrix.Shape[0], (int)matrix.Shape[1]);
        byte[] result = new byte[rows * columns];
        ReadOnlySpan<byte> data = matrix.Data.Span;
        for (int i = 0; i < result.Length; i++)
            result[i] = data[i % rows * columns + i / rows];
        return matrix with { Shape = [columns, rows], Data = result };
    }
}
