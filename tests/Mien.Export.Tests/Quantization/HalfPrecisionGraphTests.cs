using Mien.Export.Onnx;
using Mien.Export.Quantization;
using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Torch;

namespace Mien.Export.Tests.Quantization;

public sealed class HalfPrecisionGraphTests
{
    private static readonly ModelMetadata s_metadata = new() { Name = "test", Version = "1.0.0", License = "CC0-1.0", Reliability = 0.5 };

    [Theory]
    [InlineData("face")]
    [InlineData("speech")]
    [InlineData("channel attention")]
    [InlineData("feature sequences")]
    public void Every_network_says_nearly_the_same_in_16_bits(string name)
    {
        using TensorScope scope = TensorScope.Begin();
        using EmotionModel model = RandomModel.Make(name);
        EmotionInputs inputs = RandomModel.Inputs(model, 5);
        OnnxModel exported = OnnxExporter.Build(model, RandomModel.Spec(model), s_metadata);

        (OnnxModel half, IReadOnlyList<string> floats) = HalfPrecisionGraph.Apply(exported);

        Assert.DoesNotContain(half.Graph.Initializers, tensor => tensor.ElementType == OnnxElementType.Float && tensor.Shape.Count > 1);
        Assert.Equal(exported.Graph.Inputs, half.Graph.Inputs);
        Assert.Equal(exported.Graph.Outputs, half.Graph.Outputs);
        Assert.Contains(floats, node => node.EndsWith("Softmax", StringComparison.Ordinal));
        Assert.DoesNotContain(floats, node => node.EndsWith("Conv", StringComparison.Ordinal) || node.EndsWith("Gemm", StringComparison.Ordinal));
        float[] expected = Run(exported, inputs), actual = Run(half, inputs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.01f));
        Assert.NotEqual(expected, actual);
    }

    [Fact]
    public void A_detector_of_any_picture_size_too()
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(4);
        using FaceDetectorModel detector = new(new FaceDetectorSpec { Width = 8, NeckWidth = 16, Depth = 1 });
        Preprocessing.PreprocessingSpec spec = new() { Labels = Core.EmotionLabelSet.Shared7, Image = new Preprocessing.ImageSpec { Width = 64, Height = 64 } };
        OnnxModel exported = PictureNetworkExporter.Build(detector, spec, s_metadata), half = HalfPrecisionGraph.Apply(exported).Model;
        float[] picture = SmallNetworks.Values(3 * 96 * 128, 5);
        float[] expected = OnnxRunner.Run(exported.Graph, ("image", picture, [1, 3, 96, 128])), actual = OnnxRunner.Run(half.Graph, ("image", picture, [1, 3, 96, 128]));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.05f));
    }

    [Fact]
    public void What_16_bits_do_not_hold_stays_in_32()
    {
        GraphParts parts = new();
        parts.Constants.Add(OnnxTensor.FromFloats("hundred thousand", [1e5f]));
        parts.Constants.Add(OnnxTensor.FromFloats("thousandth", [1e-3f]));
        parts.Constants.Add(OnnxTensor.FromFloats("ten thousand", [1e4f]));
        parts.Node("Mul", "large", "image", "hundred thousand");
        parts.Node("Mul", "small", "large", "thousandth");
        parts.Node("Mul", "hidden", "small", "ten thousand"); // large for its input, not for its constant
        parts.Node("Sigmoid", "kept", "small");
        parts.Node("GlobalAveragePool", "mean", "hidden");
        parts.Node("Sigmoid", "last", "mean");
        parts.Node("Add", "emotion", "kept", "last");
        OnnxModel model = parts.Build(new OnnxValueInfo("image", OnnxElementType.Float, ["batch", 4, SmallNetworks.Side, SmallNetworks.Side]));
        model = model with { Graph = model.Graph with { Outputs = [model.Graph.Outputs[0] with { HasShape = false }] } };
        MadeUpSamples samples = new(SmallNetworks.Pictures(), 8, 1);

        Assert.Equal(["large"], HalfPrecisionGraph.Apply(model).FloatNodes);
        (OnnxModel half, IReadOnlyList<string> floats) = HalfPrecisionGraph.Apply(model, samples, 8);

        Assert.Contains("hidden", floats);
        Assert.DoesNotContain("kept", floats);
        float[] picture = SmallNetworks.Values(4 * 64, 5);
        Assert.All(OnnxRunner.Run(model.Graph, ("image", picture, [1, 4, 8, 8])).Zip(OnnxRunner.Run(half.Graph, ("image", picture, [1, 4, 8, 8]))), pair => Assert.Equal(pair.First, pair.Second, 0.01f));
    }

    [Fact]
    public void Onnx_checker_accepts()
    {
        using TemporaryFolder folder = new();
        folder.Write(HalfPrecisionGraph.Apply(SmallNetworks.Speech()).Model);
        OnnxChecker.Check(folder.File("model.onnx"));
    }

    private static float[] Run(OnnxModel model, EmotionInputs inputs)
    {
        using OrtSession session = OrtSession.Load(OnnxWriter.ToMemory(model), "test");
        OrtValue[] values = [.. session.Inputs.Select(OrtValue (input) => OrtTensor<float>.Wrap(inputs[input.Name].ToArray<float>(), inputs[input.Name].Shape.AsSpan()))];
        IReadOnlyList<OrtValue> outputs = session.Run(values);
        float[] first = outputs[0].GetSpan<float>().ToArray();
        foreach (OrtValue value in values.Concat(outputs))
            value.Dispose();
        return first;
    }
}
