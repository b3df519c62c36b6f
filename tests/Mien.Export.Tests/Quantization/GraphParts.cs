using Mien.Export.Onnx;

namespace Mien.Export.Tests.Quantization;

/// <summary>Puts small graphs together; every node gives the value of its own name.</summary>
internal sealed class GraphParts
{
    private int _seed = 100;

    public List<OnnxNode> Nodes { get; } = [];

    public List<OnnxTensor> Constants { get; } = [];

    public void Weight(string name, float scale, params long[] shape) =>
        Constants.Add(OnnxTensor.FromFloats(name, SmallNetworks.Values((int)shape.Aggregate(1L, (product, size) => product * size), _seed++, scale), shape));

    public void Node(string type, string name, params string[] inputs) => Nodes.Add(new OnnxNode(type, name, inputs, [name], []));

    public void Conv(string name, string input, int outputs, int inputs, int kernel, int groups)
    {
        Weight($"{name}.weight", 1.5f / MathF.Sqrt(inputs * kernel * kernel), outputs, inputs, kernel, kernel);
        Weight($"{name}.bias", 0.5f, outputs);
        Nodes.Add(new OnnxNode("Conv", name, [input, $"{name}.weight", $"{name}.bias"], [name],
            [new OnnxAttribute("kernel_shape", [kernel, (long)kernel]), new OnnxAttribute("pads", Enumerable.Repeat((long)(kernel / 2), 4)), new OnnxAttribute("group", (long)groups)]));
    }

    public void Silu(string name)
    {
        Node("Sigmoid", $"{name}:sigmoid", name);
        Node("Mul", $"{name}:silu", name, $"{name}:sigmoid");
    }

    /// <summary>Widens the channels, so that the last layer is large enough to quantise, and tells the labels.</summary>
    public void Head(string input, int width)
    {
        Conv("wide", input, width, SmallNetworks.Channels, 1, 1);
        Constants.Add(OnnxTensor.FromLongs("flat", [0, width], 2));
        Node("Reshape", "features", "wide", "flat");
        Weight("linear.weight", 0.2f, SmallNetworks.Labels, width);
        Weight("linear.bias", 0.2f, SmallNetworks.Labels);
        Nodes.Add(new OnnxNode("Gemm", "linear", ["features", "linear.weight", "linear.bias"], ["linear"], [new OnnxAttribute("transB", 1L)]));
        Nodes.Add(new OnnxNode("Softmax", "softmax", ["linear"], ["emotion"], [new OnnxAttribute("axis", 1L)]));
    }

    public OnnxModel Build(OnnxValueInfo input) => new(
        new OnnxGraph("small", [input], [new OnnxValueInfo("emotion", OnnxElementType.Float, ["batch", SmallNetworks.Labels])], Nodes, Constants),
        new Dictionary<string, string> { ["mien.name"] = "small" });
}
