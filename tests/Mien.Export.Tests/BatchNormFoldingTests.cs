using Mien.Export.Onnx;
using Mien.Export.Optimization;

namespace Mien.Export.Tests;

public sealed class BatchNormFoldingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FoldedGraphGivesTheSame(bool withBias)
    {
        OnnxGraph graph = ConvolutionAndNorm(withBias);
        float[] x = Values(2 * 2 * 4 * 4, 11);

        OnnxGraph folded = BatchNormFolding.Apply(graph);

        Assert.Equal(["Conv"], folded.Nodes.Select(node => node.Operator));
        Assert.Equal(2, folded.Initializers.Count);
        float[] expected = OnnxRunner.Run(graph, ("x", x, [2, 2, 4, 4]));
        float[] actual = OnnxRunner.Run(folded, ("x", x, [2, 2, 4, 4]));
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], actual[i], 1e-5f));
    }

    [Fact]
    public void ConvolutionThatIsReadElsewhereStays()
    {
        OnnxGraph graph = ConvolutionAndNorm(withBias: false);
        OnnxGraph twice = graph with { Nodes = [.. graph.Nodes, new OnnxNode("Relu", "relu", ["c"], ["z"], [])], Outputs = [graph.Outputs[0], graph.Outputs[0] with { Name = "z" }] };

        Assert.Equal(["Conv", "BatchNormalization", "Relu"], BatchNormFolding.Apply(twice).Nodes.Select(node => node.Operator));
    }

    [Fact]
    public void SharedWeightsStay()
    {
        OnnxGraph graph = ConvolutionAndNorm(withBias: false);
        OnnxNode other = graph.Nodes[0] with { Name = "other", Outputs = ["z"] };
        OnnxGraph shared = graph with { Nodes = [.. graph.Nodes, other], Outputs = [graph.Outputs[0], graph.Outputs[0] with { Name = "z" }] };

        Assert.Equal(3, BatchNormFolding.Apply(shared).Nodes.Count);
    }

    private static OnnxGraph ConvolutionAndNorm(bool withBias)
    {
        List<OnnxTensor> weights = [OnnxTensor.FromFloats("w", Values(3 * 2 * 3 * 3, 1), 3, 2, 3, 3)];
        if (withBias)
            weights.Add(OnnxTensor.FromFloats("b", Values(3, 2), 3));
        string[] names = ["scale", "shift", "mean", "variance"];
        weights.AddRange(names.Select((name, i) => OnnxTensor.FromFloats(name, [.. Values(3, 3 + i).Select(value => i == 3 ? value * value + 0.1f : value)], 3)));
        OnnxDimension[] shape = ["batch", 3, 2, 2];
        return new OnnxGraph(
            "test",
            [new OnnxValueInfo("x", OnnxElementType.Float, ["batch", 2, 4, 4])],
            [new OnnxValueInfo("y", OnnxElementType.Float, shape)],
            [
                new OnnxNode("Conv", "conv", withBias ? ["x", "w", "b"] : ["x", "w"], ["c"], [new OnnxAttribute("kernel_shape", [3L, 3L])]),
                new OnnxNode("BatchNormalization", "norm", ["c", .. names], ["y"], [new OnnxAttribute("epsilon", 1e-3f)]),
            ],
            weights);
    }

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }
}
