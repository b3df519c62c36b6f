using Mien.Core;
using Mien.Export.Onnx;
using Mien.Export.Quantization;
using Mien.Interop.OnnxRuntime;

namespace Mien.Export.Tests.Quantization;

public sealed class ModelQuantizerTests
{
    private static readonly QuantizationOptions s_options = new() { CalibrationSamples = 64, LayerSamples = 8, Budget = 100 };

    [Theory]
    [InlineData(CalibrationMethod.MinMax)]
    [InlineData(CalibrationMethod.Percentile)]
    [InlineData(CalibrationMethod.Entropy)]
    public void A_picture_network_in_integers_says_nearly_the_same(CalibrationMethod method)
    {
        using TemporaryFolder folder = new();
        OnnxModel model = SmallNetworks.Pictures();

        QuantizationResult result = Quantize(folder, model, s_options with { Method = method });

        Assert.Equal(["stem", "depthwise", "fc1", "fc2", "project", "wide", "linear"], result.Layers.Select(layer => layer.Name));
        Assert.All(result.Layers, layer => Assert.True(layer.OutputError is > 0 and < 0.05, layer.ToString()));
        Assert.All(result.Layers, layer => Assert.True(layer.WeightSignalToNoiseDb > 30, layer.ToString()));
        Assert.Equal(1, result.Held!.FloatScore);
        Assert.True(result.Held!.Score > 0.9, $"{result.Held}");
        Assert.Equal(result.Held.Score, result.Held.LabelAgreement!.Value); // the labels are what the model says
        Assert.True(result.Held.HoldsBudget);
        Assert.Equal(new FileInfo(folder.File("int8.onnx")).Length, result.Bytes);
    }

    [Fact]
    public void A_speech_network_keeps_its_answer_with_an_integer_LSTM()
    {
        using TemporaryFolder folder = new();
        QuantizationResult result = Quantize(folder, SmallNetworks.Speech(), s_options);
        Assert.Equal(["conv", "lstm", "mix"], result.Layers.Select(layer => layer.Name));
        Assert.Null(result.Layers[1].Input);
        Assert.True(result.Held!.Score > 0.9, $"{result.Held}");
        Assert.Contains(OnnxReader.Read(folder.File("int8.onnx")).Graph.Nodes, node => node is { Operator: "DynamicQuantizeLSTM", Domain: "com.microsoft" });
    }

    [Fact]
    public void A_first_convolution_of_one_channel_with_a_pool_stays_in_floats_and_its_pool_too()
    {
        using TemporaryFolder folder = new();
        OnnxModel model = SmallNetworks.Sound();
        OnnxGraph prepared = FloatStem.Of(model.Graph).Graph;
        float[] sound = SmallNetworks.Values(2 * SmallNetworks.Side * SmallNetworks.Side, 5);
        long[] shape = [2, 1, SmallNetworks.Side, SmallNetworks.Side];
        Assert.Equal(OnnxRunner.Run(model.Graph, ("image", sound, shape)), OnnxRunner.Run(prepared, ("image", sound, shape)));

        QuantizationResult result = Quantize(folder, model, s_options);

        Assert.Equal([false, true, true, true], result.Layers.Select(layer => layer.IsInteger));
        Assert.True(result.Held!.Score > 0.9, $"{result.Held}");
        OnnxGraph graph = OnnxReader.Read(folder.File("int8.onnx")).Graph;
        OnnxNode pool = graph.Nodes.Single(node => node.Operator == "MaxPool");
        Assert.Equal("Mul", graph.Nodes.Single(node => node.Inputs.Contains(pool.Outputs[0])).Operator);
    }

    [Fact]
    public void The_layer_that_hurts_most_goes_back_to_floats_first()
    {
        using TemporaryFolder folder = new();
        OnnxModel model = SmallNetworks.Pictures();
        // Four of the classifier's inputs are a thousand times the others and cancel: what the rest say is lost in one scale.
        OnnxGraph graph = WithCancellingFeatures(model.Graph);
        QuantizationOptions options = s_options with { Budget = 2, MaximumFloatLayers = 2, Method = CalibrationMethod.MinMax };

        QuantizationResult result = Quantize(folder, model with { Graph = graph }, options);

        LayerQuantization worst = result.Layers.MaxBy(layer => layer.OutputError)!;
        Assert.False(worst.IsInteger);
        Assert.InRange(result.Layers.Count(layer => !layer.IsInteger), 1, 2);
        QuantizationResult all = Quantize(folder, model with { Graph = graph }, options with { MaximumFloatLayers = 0 });
        Assert.False(all.Held!.HoldsBudget);
        Assert.True(result.Held!.Score > all.Held.Score);
    }

    [Fact]
    public void A_corrected_bias_gives_a_mean_nearer_to_the_true_one()
    {
        OnnxModel model = SmallNetworks.Pictures();
        QuantizableLayer layer = QuantizableLayer.Find(model.Graph).Single(layer => layer.Name == "project");
        QuantizedWeight weight = QuantizedWeight.Of(layer.Weight, 0, 8); // coarse
        float[] x = [.. SmallNetworks.Values(SmallNetworks.Channels * 64, 31).Select(value => value + 1)], bias = new float[SmallNetworks.Channels], original = layer.Weight.ToFloats();
        float[] means = [.. x.Chunk(64).Select(channel => channel.Average())];

        float[] corrected = BiasCorrection.Apply(layer, weight, bias, means);

        for (int output = 0; output < bias.Length; output++)
        {
            double Mean(float[] weights) => Enumerable.Range(0, SmallNetworks.Channels).Sum(input => (double)weights[output * SmallNetworks.Channels + input] * means[input]);
            Assert.Equal(Mean(original), Mean(weight.Restored) + corrected[output], 1e-4);
        }
        Assert.Contains(corrected, value => Math.Abs(value) > 1e-2);
    }

    [Fact]
    public void Linear_and_LSTM_layers_are_quantised_without_data()
    {
        OnnxModel model = SmallNetworks.Speech(), dynamic = DynamicQuantization.Apply(model);
        float[] x = SmallNetworks.Values(5 * 4 * 64, 2, 2);
        float[] expected = OnnxRunner.Run(model.Graph, ("image", x, [5, 4, 8, 8])), actual = OnnxRunner.Run(dynamic.Graph, ("image", x, [5, 4, 8, 8]));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.02f));
        Assert.Contains(dynamic.Graph.Nodes, node => node is { Operator: "MatMulInteger", Name: "mix" });
        Assert.DoesNotContain(dynamic.Graph.Nodes, node => node.Operator is "LSTM" or "ConvInteger");

        OnnxModel pictures = SmallNetworks.Pictures(), linear = DynamicQuantization.Apply(pictures);
        expected = OnnxRunner.Run(pictures.Graph, ("image", x, [5, 4, 8, 8]));
        actual = OnnxRunner.Run(linear.Graph, ("image", x, [5, 4, 8, 8]));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.02f));
    }

    [Fact]
    public void Onnx_checker_accepts()
    {
        using TemporaryFolder folder = new();
        Quantize(folder, SmallNetworks.Pictures(), s_options);
        OnnxChecker.Check(folder.File("int8.onnx"));
    }

    [Fact]
    public void What_cannot_be_quantised_is_refused_and_nothing_written()
    {
        using TemporaryFolder folder = new();
        OnnxModel model = SmallNetworks.Pictures();
        folder.Write(HalfPrecisionWeights.Apply(model));
        MadeUpSamples samples = new(model, 8, 1);
        UserErrorException half = Assert.Throws<UserErrorException>(() => ModelQuantizer.Quantize(folder.File("model.onnx"), folder.File("int8.onnx"), samples, new EmotionAccuracy(samples, 8), s_options));
        Assert.Contains("Float16", half.Message, StringComparison.Ordinal);

        folder.Write(model with { Graph = model.Graph with { Inputs = [model.Graph.Inputs[0] with { Name = "audio" }], Nodes = [.. model.Graph.Nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(name => name == "image" ? "audio" : name)] })] } });
        Assert.Contains("audio", Assert.Throws<UserErrorException>(() => ModelQuantizer.Quantize(folder.File("model.onnx"), folder.File("int8.onnx"), samples, new EmotionAccuracy(samples, 8), s_options)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("int8.onnx")));
    }

    private static QuantizationResult Quantize(TemporaryFolder folder, OnnxModel model, QuantizationOptions options)
    {
        QuantizationResult result = ModelQuantizer.Quantize(folder.Write(model), folder.File("int8.onnx"), new MadeUpSamples(model, 64, 1), new EmotionAccuracy(new MadeUpSamples(model, 200, 2), 200), options);
        OrtSession.Load(folder.File("int8.onnx")).Dispose();
        return result;
    }

    private static OnnxGraph WithCancellingFeatures(OnnxGraph graph)
    {
        OnnxTensor weight = graph.Initializers.Single(tensor => tensor.Name == "wide.weight"), bias = graph.Initializers.Single(tensor => tensor.Name == "wide.bias"), linear = graph.Initializers.Single(tensor => tensor.Name == "linear.weight");
        (float[] weights, float[] biases, float[] rows) = (weight.ToFloats(), bias.ToFloats(), linear.ToFloats());
        int width = biases.Length;
        for (int input = 0; input < SmallNetworks.Channels; input++)
            weights[input] = weights[SmallNetworks.Channels + input] = 0;
        (biases[0], biases[1]) = (3000, 3000);
        for (int label = 0; label < SmallNetworks.Labels; label++)
            rows[label * width + 1] = -(rows[label * width] = 0.05f);
        Dictionary<string, OnnxTensor> changed = new()
        {
            [weight.Name] = OnnxTensor.FromFloats(weight.Name, weights, [.. weight.Shape]),
            [bias.Name] = OnnxTensor.FromFloats(bias.Name, biases, [.. bias.Shape]),
            [linear.Name] = OnnxTensor.FromFloats(linear.Name, rows, [.. linear.Shape]),
        };
        return graph with { Initializers = [.. graph.Initializers.Select(tensor => changed.GetValueOrDefault(tensor.Name, tensor))] };
    }
}
