using Mien.Export.Onnx;

namespace Mien.Export.Tests.Quantization;

/// <summary>Networks with made-up weights that hold what the real ones are made of.</summary>
internal static class SmallNetworks
{
    public const int Channels = 16, Side = 8, Labels = 4;

    public static float[] Values(int count, int seed, float scale = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * scale))];
    }

    /// <summary>A convolution, SiLU, a depthwise convolution, squeeze-and-excitation, a residual, a pool, a Gemm and a softmax: what EfficientNet is made of.</summary>
    public static OnnxModel Pictures()
    {
        GraphParts parts = new();
        parts.Conv("stem", "image", Channels, 4, 3, 1);
        parts.Silu("stem");
        parts.Conv("depthwise", "stem:silu", Channels, 1, 3, Channels);
        parts.Silu("depthwise");
        parts.Node("GlobalAveragePool", "squeeze", "depthwise:silu");
        parts.Conv("fc1", "squeeze", 8, Channels, 1, 1);
        parts.Silu("fc1");
        parts.Conv("fc2", "fc1:silu", Channels, 8, 1, 1);
        parts.Node("Sigmoid", "gate", "fc2");
        parts.Node("Mul", "excited", "depthwise:silu", "gate");
        parts.Conv("project", "excited", Channels, Channels, 1, 1);
        parts.Node("Add", "sum", "project", "stem:silu");
        parts.Node("GlobalAveragePool", "pooled", "sum");
        parts.Head("pooled", Channels * 64);
        return parts.Build(new OnnxValueInfo("image", OnnxElementType.Float, ["batch", 4, Side, Side]));
    }

    /// <summary>One channel: a convolution, ReLU and pool, as at the start of a network of sound, another convolution and a head.</summary>
    public static OnnxModel Sound()
    {
        GraphParts parts = new();
        parts.Conv("stem", "image", Channels, 1, 3, 1);
        parts.Node("Relu", "relu", "stem");
        parts.Nodes.Add(new OnnxNode("MaxPool", "pool", ["relu"], ["pool"], [new OnnxAttribute("kernel_shape", [2L, 2L]), new OnnxAttribute("strides", [2L, 2L])]));
        parts.Conv("second", "pool", Channels, Channels, 3, 1);
        parts.Node("GlobalAveragePool", "pooled", "second");
        parts.Head("pooled", Channels * 64);
        return parts.Build(new OnnxValueInfo("image", OnnxElementType.Float, ["batch", 1, Side, Side]));
    }

    /// <summary>Convolution, ReLU, pool, LSTM over time and a MatMul: what the speech network is made of.</summary>
    public static OnnxModel Speech()
    {
        const int Hidden = 16, Steps = Side / 2, Inputs = Channels * Side / 2;
        GraphParts parts = new();
        parts.Conv("conv", "image", Channels, 4, 3, 1);
        parts.Node("Relu", "relu", "conv");
        parts.Nodes.Add(new OnnxNode("MaxPool", "pool", ["relu"], ["pool"], [new OnnxAttribute("kernel_shape", [2L, 2L]), new OnnxAttribute("strides", [2L, 2L])]));
        parts.Nodes.Add(new OnnxNode("Transpose", "turn", ["pool"], ["turn"], [new OnnxAttribute("perm", [3L, 0L, 1L, 2L])]));
        parts.Constants.Add(OnnxTensor.FromLongs("shape", [Steps, -1, Inputs], 3));
        parts.Node("Reshape", "rows", "turn", "shape");
        parts.Weight("W", 0.1f, 2, 4 * Hidden, Inputs);
        parts.Weight("R", 0.2f, 2, 4 * Hidden, Hidden);
        parts.Weight("B", 0.1f, 2, 8 * Hidden);
        parts.Nodes.Add(new OnnxNode("LSTM", "lstm", ["rows", "W", "R", "B"], ["", "last"], [new OnnxAttribute("hidden_size", (long)Hidden), new OnnxAttribute("direction", "bidirectional")]));
        parts.Nodes.Add(new OnnxNode("Transpose", "batch first", ["last"], ["batch first"], [new OnnxAttribute("perm", [1L, 0L, 2L])]));
        parts.Constants.Add(OnnxTensor.FromLongs("flat", [0, 2 * Hidden], 2));
        parts.Node("Reshape", "state", "batch first", "flat");
        parts.Weight("mix weight", 0.4f, 2 * Hidden, 2 * Hidden);
        parts.Node("MatMul", "mix", "state", "mix weight");
        parts.Node("Tanh", "tanh", "mix");
        parts.Weight("score weight", 0.5f, 2 * Hidden, Labels);
        parts.Node("MatMul", "score", "tanh", "score weight");
        parts.Nodes.Add(new OnnxNode("Softmax", "softmax", ["score"], ["emotion"], [new OnnxAttribute("axis", 1L)]));
        return parts.Build(new OnnxValueInfo("image", OnnxElementType.Float, ["batch", 4, Side, Side]));
    }
}
