using Mien.Export.Onnx;
using Mien.Export.Quantization;

namespace Mien.Export.Tests.Quantization;

public sealed class HalfPrecisionWeightsTests
{
    [Fact]
    public void Half_the_weights_give_nearly_the_same()
    {
        OnnxModel model = SmallNetworks.Pictures(), half = HalfPrecisionWeights.Apply(model);
        float[] x = SmallNetworks.Values(3 * 4 * 64, 5);

        float[] expected = OnnxRunner.Run(model.Graph, ("image", x, [3, 4, 8, 8])), actual = OnnxRunner.Run(half.Graph, ("image", x, [3, 4, 8, 8]));

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-3f));
        Assert.NotEqual(expected, actual); // it did round
        Assert.True(Bytes(half) < 0.55 * Bytes(model), $"{Bytes(half)} of {Bytes(model)} bytes");
        Assert.Equal(OnnxElementType.Float, half.Graph.Inputs[0].ElementType);
        Assert.Equal(OnnxElementType.Float, half.Graph.Outputs[0].ElementType);
        Assert.Equal(model.Metadata, half.Metadata);
    }

    [Fact]
    public void What_16_bits_cannot_hold_stays()
    {
        OnnxModel model = SmallNetworks.Pictures();
        OnnxTensor weight = model.Graph.Initializers.Single(tensor => tensor.Name == "stem.weight");
        float[] values = weight.ToFloats();
        values[7] = 70_000;
        OnnxGraph graph = model.Graph with { Initializers = [.. model.Graph.Initializers.Select(tensor => tensor == weight ? OnnxTensor.FromFloats(weight.Name, values, [.. weight.Shape]) : tensor)] };

        OnnxGraph half = HalfPrecisionWeights.Apply(graph);

        Assert.Equal(values, half.Initializers.Single(tensor => tensor.Name == "stem.weight").ToFloats());
        Assert.Contains(half.Initializers, tensor => tensor is { Name: "wide.weight.fp16", ElementType: OnnxElementType.Float16 });
    }

    [Fact]
    public void Onnx_checker_accepts()
    {
        using TemporaryFolder folder = new();
        OnnxChecker.Check(folder.Write(HalfPrecisionWeights.Apply(SmallNetworks.Pictures())));
    }

    private static long Bytes(OnnxModel model)
    {
        using MemoryStream stream = new();
        OnnxWriter.Write(model, stream);
        return stream.Length;
    }
}
