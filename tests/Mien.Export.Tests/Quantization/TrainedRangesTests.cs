using Mien.Core;
using Mien.Data;
using Mien.Export.Onnx;
using Mien.Export.Quantization;
using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Checkpoints;
using Mien.Training.Options;
using Mien.Training.Quantization;
using Mien.Training.Tests.Support;

namespace Mien.Export.Tests.Quantization;

/// <summary>From quantisation-aware training to an 8-bit file: it computes what the training computed.</summary>
public sealed class TrainedRangesTests : IDisposable
{
    private static readonly ModelMetadata s_metadata = new() { Name = "test", Version = "1.0.0", License = "CC0-1.0", Reliability = 0.5 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("multi-task face")]
    [InlineData("face of ReLU6")]
    [InlineData("speech")]
    [InlineData("modality attention")]
    [InlineData("feature sequences")]
    public void Every_network_says_in_integers_what_it_said_in_training(string name)
    {
        using TensorScope scope = TensorScope.Begin();
        using EmotionModel model = RandomModel.Make(name);
        EmotionInputs inputs = RandomModel.Inputs(model, 12);
        using QuantizationAwareTraining quantization = QuantizationAwareTraining.Prepare(model, () => model.ForwardAll(inputs), new QuantizationTrainingOptions(), 10);
        model.Train();
        quantization.Hold();
        using (quantization.BeginStep(0)) // finds ranges
            model.ForwardAll(inputs);
        model.Eval();
        float[] exact = Probabilities(model, inputs), rounded;
        using (quantization.BeginEvaluation())
            rounded = Probabilities(model, inputs);

        OnnxModel exported = OnnxExporter.Build(model, RandomModel.Spec(model), s_metadata, quantization.Ranges);
        QuantizationResult result = ModelQuantizer.Quantize(_folder.Write(exported), _folder.File("int8.onnx"), null, null, new QuantizationOptions());

        Assert.True(result.TrainedRanges);
        Assert.All(result.Layers.Where(layer => !layer.Name.Contains("blocks.0.0")), layer => Assert.True(layer.IsInteger, layer.Name)); // the stem of sound is faster in floats
        if (name == "face of ReLU6") // ranges do what its activations and gates did
            Assert.DoesNotContain(OnnxReader.Read(_folder.File("int8.onnx")).Graph.Nodes, node => node.Operator is "Relu" or "Clip" or "HardSigmoid" or "Sigmoid");
        Assert.DoesNotContain("mien.activation_ranges", OnnxReader.Read(_folder.File("int8.onnx")).Metadata.Keys);
        float[] integers = Run(_folder.File("int8.onnx"), inputs);
        double fromTraining = Mean(rounded, integers), fromFloats = Mean(exact, integers);
        Assert.True(fromTraining < 0.01, $"{fromTraining}");
        Assert.Equal(Labels(rounded, model.Spec.Labels), Labels(integers, model.Spec.Labels));
        if (name == "multi-task face")
            Assert.True(fromTraining < fromFloats, $"{fromTraining} from what training computed, {fromFloats} from floats");
    }

    [Fact]
    public void Detectors_and_landmark_networks_too()
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(4);
        using FaceDetectorModel detector = new(new FaceDetectorSpec { Width = 8, NeckWidth = 16, Depth = 1 });
        using FaceLandmarkModel landmarks = new(new FaceLandmarkSpec { ImageSize = 64, Width = 8, NeckWidth = 16, Depth = 1 });
        foreach ((Module network, Func<Tensor, Tensor[]> forward) in new (Module, Func<Tensor, Tensor[]>)[] { (detector, detector.Forward), (landmarks, landmarks.Forward) })
        {
            Tensor pictures = Tensor.Randn([4, 3, 64, 64]);
            using (Grad.Disabled())
                forward(pictures); // so that batch norms have statistics
            using QuantizationAwareTraining quantization = QuantizationAwareTraining.Prepare(network, () => forward(pictures), new QuantizationTrainingOptions(), 10);
            network.Train();
            quantization.Hold();
            using (quantization.BeginStep(0))
                forward(pictures);
            network.Eval();
            float[][] rounded;
            using (quantization.BeginEvaluation())
            using (Grad.Disabled())
                rounded = [.. forward(pictures).Select(output => output.ToArray<float>())];

            Preprocessing.PreprocessingSpec spec = new() { Labels = EmotionLabelSet.Shared7, Image = new Preprocessing.ImageSpec { Width = 64, Height = 64 } };
            OnnxModel exported = PictureNetworkExporter.Build(network, spec, s_metadata, quantization.Ranges);
            QuantizationResult result = ModelQuantizer.Quantize(_folder.Write(exported), _folder.File("int8.onnx"), null, null, new QuantizationOptions());

            Assert.All(result.Layers, layer => Assert.True(layer.IsInteger, layer.Name));
            using OrtSession session = OrtSession.Load(_folder.File("int8.onnx"));
            using OrtTensor<float> input = OrtTensor<float>.Wrap(pictures.ToArray<float>(), pictures.Shape.AsSpan());
            foreach ((float[] expected, OrtValue output) in rounded.Zip(session.Run([input])))
                using (output)
                    Assert.True(Mean(expected, output.GetSpan<float>()) < 0.02 * (expected.Max() - expected.Min()), $"{network.GetType().Name}: {Mean(expected, output.GetSpan<float>())} of {expected.Max() - expected.Min()}");
        }
    }

    [Fact]
    public void What_calibration_ruins_training_repairs()
    {
        ToneDataset training = new(160, seed: 1), validation = new(100, seed: 2);
        TinyRun.Train(TinyRun.ConfigToMemorise with { Epochs = 12 }, _folder.Path, training, validation);
        string weights = _folder.File("ruined.safetensors");
        SpoilForIntegers(_folder.File("tiny/best.safetensors"), weights);

        QuantizationOptions options = new() { CalibrationSamples = 100, LayerSamples = 4, Budget = 100 };
        HeldQuality calibrated = Quantize(weights, training, validation, options).Held!;
        Assert.True(calibrated.FloatScore > 0.95, $"{calibrated}");
        Assert.True(calibrated.Score < 0.6, $"{calibrated}");

        TrainingConfig config = TinyRun.ConfigToMemorise with
        {
            Name = "repaired",
            Epochs = 8,
            InitialWeights = weights,
            Quantization = new QuantizationTrainingOptions { RangeDecay = 0.9 },
        };
        TinyRun.Train(config, _folder.Path, training, validation);
        QuantizationResult repaired = Quantize(_folder.File("repaired/best.safetensors"), null, validation, options);

        Assert.True(repaired.TrainedRanges);
        Assert.True(repaired.Held!.Score > 0.9, $"{repaired.Held}");
        // What the run scored its rounded network with is what the integers score.
        using TrainedModel trained = TrainedModel.Load(_folder.File("repaired/best.safetensors"));
        Assert.Equal(trained.Validation.Score(SelectionMetric.Accuracy)!.Value, repaired.Held.Score, 0.021);
    }

    private QuantizationResult Quantize(string weights, ISampleDataset? training, IEmotionDataset validation, QuantizationOptions options)
    {
        using TrainedModel trained = TrainedModel.Load(weights);
        Preprocessing.PreprocessingSpec spec = trained.Spec with { Labels = validation.Labels };
        return ModelQuantizer.Quantize(_folder.Write(OnnxExporter.Build(trained.Model, spec, s_metadata, trained.Ranges)), _folder.File("int8.onnx"), training, new EmotionAccuracy(validation, 100), options);
    }

    /// <summary>Makes one channel a thousand times as large and what reads it as much smaller: floats compute the same, a scale for all channels loses the others.</summary>
    private static void SpoilForIntegers(string from, string to)
    {
        const double Factor = 1000;
        using TensorScope scope = TensorScope.Begin();
        using TrainedModel trained = TrainedModel.Load(from);
        OrderedDictionary<string, Tensor> state = trained.Network.StateDict();
        using (Grad.Disabled())
            foreach (int block in new[] { 0, 1 })
            {
                state[$"encoder.blocks.{block}.1.weight"].Slice(0, 0, 1).MulInPlace(Factor);
                state[$"encoder.blocks.{block}.1.bias"].Slice(0, 0, 1).MulInPlace(Factor);
                state[$"encoder.blocks.{block + 1}.0.weight"].Slice(1, 0, 1).MulInPlace(1 / Factor);
            }
        TrainedModel.Save(to, state, trained.ModelSpec, TinyRun.Config, trained.Validation);
    }

    private static float[] Probabilities(EmotionModel model, EmotionInputs inputs)
    {
        using IDisposable noGradients = Grad.Disabled();
        return Functional.Softmax(model.ForwardAll(inputs).Logits, 1).ToArray<float>();
    }

    private static float[] Run(string path, EmotionInputs inputs)
    {
        using OrtSession session = OrtSession.Load(path);
        OrtValue[] values = [.. session.Inputs.Select(OrtValue (input) => OrtTensor<float>.Wrap(inputs[input.Name].ToArray<float>(), inputs[input.Name].Shape.AsSpan()))];
        IReadOnlyList<OrtValue> outputs = session.Run(values);
        float[] first = outputs[0].GetSpan<float>().ToArray();
        foreach (OrtValue value in values.Concat(outputs))
            value.Dispose();
        return first;
    }

    private static int[] Labels(float[] probabilities, int labels) => [.. probabilities.Chunk(labels).Select(row => Array.IndexOf(row, row.Max()))];

    private static double Mean(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
            sum += Math.Abs((double)one[i] - other[i]);
        return sum / one.Length;
    }
}
