using Mien.Export.Onnx;

namespace Mien.Export.Quantization;

/// <summary>
/// Keeps a first convolution of one channel, as networks of sound have it, in floats where a max pool follows: nine products an output
/// are too few for ONNX Runtime's integer kernel (six times the time of floats, measured), and behind the pool a quarter of the values is left to quantise.
/// ONNX Runtime moves a QuantizeLinear up through a max pool, which then runs on bytes in an order for which there is no fast kernel (twenty times
/// the time); a product with a half between them keeps it where it is. Its factor of two is in the convolution's weights, which loses
/// nothing: ReLU and maximum let a positive factor through, and floats take a power of two exactly.
/// </summary>
internal sealed class FloatStem
{
    private FloatStem(OnnxGraph graph, IReadOnlySet<string> layers, IReadOnlyDictionary<string, string> pooled) => (Graph, Layers, Pooled) = (graph, layers, pooled);

    /// <summary>The graph, which computes what it did.</summary>
    public OnnxGraph Graph { get; }

    /// <summary>Names of the layers that are to stay in floats.</summary>
    public IReadOnlySet<string> Layers { get; }

    /// <summary>Of what a pool behind such a layer gives: the value that it pools, whose range it has.</summary>
    public IReadOnlyDictionary<string, string> Pooled { get; }

    /// <summary>Prepares a graph.</summary>
    public static FloatStem Of(OnnxGraph graph)
    {
        const float Half = 0.5f;
        Dictionary<string, OnnxTensor> initializers = graph.Initializers.ToDictionary(tensor => tensor.Name);
        ILookup<string, OnnxNode> readers = graph.Readers();
        Dictionary<OnnxNode, OnnxNode[]> replaced = new(ReferenceEqualityComparer.Instance);
        HashSet<string> layers = [];
        Dictionary<string, string> pooled = [];
        foreach (QuantizableLayer layer in QuantizableLayer.Find(graph))
        {
            OnnxNode node = layer.Node;
            if (node.Operator != "Conv" || layer.Weight.Shape[1] != 1 || node.Attribute("group", 1L) != 1 || PoolAfter(node) is not { } pool || node.Inputs.Skip(1).Any(name => readers[name].Count() != 1))
                continue;
            foreach (string name in node.Inputs.Skip(1))
                initializers[name] = OnnxTensor.FromFloats(name, [.. initializers[name].ToFloats().Select(value => value / Half)], [.. initializers[name].Shape]);
            string doubled = $"{pool.Outputs[0]}:doubled", half = $"{pool.Outputs[0]}:half";
            initializers[half] = OnnxTensor.FromFloats(half, [Half]);
            replaced[pool] = [pool with { Outputs = [doubled] }, new OnnxNode("Mul", "", [doubled, half], [pool.Outputs[0]], [])];
            layers.Add(layer.Name);
            pooled[pool.Outputs[0]] = pool.Inputs[0];
        }
        return new FloatStem(graph with { Nodes = [.. graph.Nodes.SelectMany(node => replaced.GetValueOrDefault(node, [node]))], Initializers = [.. initializers.Values] }, layers, pooled);

        OnnxNode? PoolAfter(OnnxNode layer) => readers[layer.Outputs[0]].ToArray() switch
        {
            [{ Operator: "Relu" } relu] => readers[relu.Outputs[0]].ToArray() is [{ Operator: "MaxPool", Outputs.Count: 1 } pool] ? pool : null,
            [{ Operator: "MaxPool", Outputs.Count: 1 } pool] => pool,
            _ => null,
        };
    }
}
