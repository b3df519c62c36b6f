using Mien.Export.Onnx;
using Mien.Export.Optimization;

namespace Mien.Export.Tests;

public sealed class HardSigmoidFoldingTests
{
    [Fact]
    public void Folded_graph_gives_the_same()
    {
        OnnxGraph graph = Gate();
        float[] x = Values(2 * 2 * 3 * 3, 11, 6);

        OnnxGraph folded = HardSigmoidFolding.Apply(graph);

        Assert.Equal(["Conv", "Clip"], folded.Nodes.Select(node => node.Operator));
        float[] expected = OnnxRunner.Run(graph, ("x", x, [2, 2, 3, 3])), actual = OnnxRunner.Run(folded, ("x", x, [2, 2, 3, 3]));
        Assert.Contains(0, expected);
        Assert.Contains(1, expected);
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], actual[i], 1e-5f));
    }

    [Fact]
    public void A_gate_whose_convolution_something_else_reads_stays()
    {
        OnnxGraph graph = Gate();
        OnnxGraph twice = graph with { Nodes = [.. graph.Nodes, new OnnxNode("Relu", "relu", ["c"], ["z"], [])], Outputs = [graph.Outputs[0], graph.Outputs[0] with { Name = "z" }] };

        Assert.Equal(["Conv", "HardSigmoid", "Relu"], HardSigmoidFolding.Apply(twice).Nodes.Select(node => node.Operator));
    }

    private static OnnxGraph Gate() => new(
        "test",
        [new OnnxValueInfo("x", OnnxElementType.Float, ["batch", 2, 3, 3])],
        [new OnnxValueInfo("y", OnnxElementType.Float, ["batch", 3, 3, 3])],
        [
            new OnnxNode("Conv", "conv", ["x", "w", "b"], ["c"], [new OnnxAttribute("kernel_shape", [1L, 1L])]),
            new OnnxNode("HardSigmoid", "gate", ["c"], ["y"], [new OnnxAttribute("alpha", 1f / 6), new OnnxAttribute("beta", 0.5f)]),
        ],
        [OnnxTensor.FromFloats("w", Values(6, 1, 1), 3, 2, 1, 1), OnnxTensor.FromFloats("b", Values(3, 2, 1), 3)]);

    private static float[] Values(int count, int seed, float scale)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2 - 1) * scale)];
    }
}
