using Mien.Core;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Checkpoints;
using Mien.Training.Options;
using Mien.Training.Quantization;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Quantization;

public sealed class QuantizationAwareTrainingTests : IDisposable
{
    private static readonly QuantizationTrainingOptions s_options = new();

    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Preparing_a_network_changes_nothing_of_what_it_computes()
    {
        using TensorScope scope = TensorScope.Begin();
        using FaceEmotionModel model = SeenFaces();
        Tensor pictures = Tensor.Randn([3, 3, 40, 40]);
        float[] before = Evaluate(model, pictures);

        using QuantizationAwareTraining quantization = QuantizationAwareTraining.Prepare(model, () => model.Forward(pictures), s_options, 10);

        Assert.Equal(82, quantization.Counts.Weights); // 81 convolutions and the head
        Assert.All(before.Zip(Evaluate(model, pictures)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        foreach (BatchNorm norm in model.NamedModules().Select(entry => entry.Module).OfType<BatchNorm>())
        {
            Assert.All(norm.RunningMean.ToArray<float>(), value => Assert.Equal(0, value));
            Assert.All(norm.Weight.ToArray<float>(), value => Assert.Equal(1, value));
        }
    }

    [Fact]
    public void In_a_step_weights_are_on_their_grid_and_after_it_exact()
    {
        using TensorScope scope = TensorScope.Begin();
        using FaceEmotionModel model = SeenFaces();
        Tensor pictures = Tensor.Randn([2, 3, 40, 40]);
        using QuantizationAwareTraining quantization = QuantizationAwareTraining.Prepare(model, () => model.Forward(pictures), s_options, 10);
        Tensor dense = model.StateDict()["encoder.features.8.0.weight"], depthwise = model.StateDict()["encoder.features.1.0.block.0.0.weight"];
        float[] exact = dense.ToArray<float>();

        using (quantization.BeginStep(0))
        {
            AssertOnGrid(dense, 64);
            AssertOnGrid(depthwise, 127);
            model.Forward(pictures).Sum().Backward();
        }

        Assert.Equal(exact, dense.ToArray<float>());
        Assert.All(dense.Grad!.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
        Assert.Contains(dense.Grad!.ToArray<float>(), value => value != 0);

        static void AssertOnGrid(Tensor weight, int limit)
        {
            int inner = (int)(weight.ElementCount / weight.Shape[0]), distinct = 0;
            foreach (float[] channel in weight.ToArray<float>().Chunk(inner))
            {
                float scale = channel.Max(Math.Abs) / limit;
                // The scale is one that 16 bits hold, so that the largest integer may be a little less than the limit.
                distinct = Math.Max(distinct, channel.Select(value => (int)Math.Round(value / scale)).Distinct().Count());
            }
            Assert.InRange(distinct, 2, 2 * limit + 1);
            if (inner > 1000)
                Assert.True(distinct > limit / 2);
        }
    }

    [Fact]
    public void The_gradient_of_a_weight_is_that_at_its_rounded_value()
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(5);
        using Sequential network = new(new Linear(40, 30), new Linear(30, 40));
        Tensor input = Tensor.Randn([16, 40]);
        using QuantizationAwareTraining quantization = QuantizationAwareTraining.Prepare(network, () => network.Forward(input), s_options, 10);
        using (quantization.BeginStep(0))
            network.Forward(input).Sum().Backward();
        float[] gradient = network.StateDict()["0.weight"].Grad!.ToArray<float>();

        // d sum(W2 h) / d W1 = W2^T 1 x^T with the rounded W2 and x, over the samples whose h = W1 x + b lies within its range.
        float[] first, second, bias = network.StateDict()["0.bias"].ToArray<float>();
        using (quantization.BeginStep(1))
            (first, second) = (network.StateDict()["0.weight"].ToArray<float>(), network.StateDict()["1.weight"].ToArray<float>());
        QuantizedRange inputs = quantization.Ranges["0/aten::linear:input"], hidden = quantization.Ranges["0/aten::linear"];
        float[] x = Functional.FakeQuantize(input, inputs.Scale, inputs.ZeroPoint, 0, 255).ToArray<float>();
        (float low, float high) = (-hidden.ZeroPoint * hidden.Scale, (255 - hidden.ZeroPoint) * hidden.Scale);
        int cut = 0;
        for (int unit = 0; unit < 30; unit++)
        {
            double[] values = [.. Enumerable.Range(0, 16).Select(sample => bias[unit] + Enumerable.Range(0, 40).Sum(feature => (double)first[unit * 40 + feature] * x[sample * 40 + feature]))];
            if (values.Any(value => Math.Abs(value - low) < 1e-4 || Math.Abs(value - high) < 1e-4))
                continue; // within rounding of the range's end
            cut += values.Count(value => value < low || value > high);
            double back = Enumerable.Range(0, 40).Sum(output => (double)second[output * 30 + unit]);
            for (int feature = 0; feature < 40; feature++)
                Assert.Equal(back * Enumerable.Range(0, 16).Where(sample => values[sample] >= low && values[sample] <= high).Sum(sample => (double)x[sample * 40 + feature]), gradient[unit * 40 + feature], 1e-3);
        }
        Assert.True(cut > 0);
    }

    [Fact]
    public void Ranges_follow_the_batches_and_then_stand_still()
    {
        using TensorScope scope = TensorScope.Begin();
        using Sequential network = new(new Linear(40, 40));
        using QuantizationAwareTraining quantization = QuantizationAwareTraining.Prepare(
            network, () => network.Forward(Tensor.Ones([1, 40])), new QuantizationTrainingOptions { RangeDecay = 0.75, FreezeRangesAfter = 0.5 }, 4);
        Assert.Empty(quantization.Ranges);
        List<float> highs = [];
        foreach ((int step, float value) in new[] { 4f, 8, 80, 80 }.Index())
        {
            // The largest values of the two samples are value and 3 value: 2 value on average.
            Tensor batch = Tensor.Stack([Tensor.Ones([40]) * (double)value, Tensor.Ones([40]) * (3.0 * value)]);
            using (quantization.BeginStep(step))
                network.Forward(batch);
            highs.Add(quantization.Ranges.Single().Value.High);
        }
        Assert.Equal([8f, 0.75f * 8 + 0.25f * 16, 10, 10], highs);
        Assert.Equal(0, quantization.Ranges.Single().Value.Low);
    }

    [Fact]
    public void A_run_that_was_stopped_ends_in_the_weights_and_ranges_of_one_that_never_was()
    {
        TinyRun.Train(TinyRun.Config with { Epochs = 1 }, _output.Path, TinyRun.Training, TinyRun.Validation);
        TrainingConfig config = TinyRun.ConfigForIntegers with { Quantization = s_options, InitialWeights = Path.Combine(_output.Path, "tiny", "best.safetensors") };
        RunFolder whole = TinyRun.Train(config, Path.Combine(_output.Path, "whole"), TinyRun.Training, TinyRun.Validation).Folder, interrupted;
        using (CancellationTokenSource stop = new())
        {
            Assert.ThrowsAny<OperationCanceledException>(() => Train(stop));
        }
        interrupted = TinyRun.Train(config, Path.Combine(_output.Path, "interrupted"), TinyRun.Training, TinyRun.Validation, resume: true).Folder;

        StoredTensors.AssertSame(whole.LastCheckpoint, interrupted.LastCheckpoint);
        StoredTensors.AssertSame(whole.BestModel, interrupted.BestModel);
        using TrainedModel one = TrainedModel.Load(whole.BestModel), other = TrainedModel.Load(interrupted.BestModel);
        Assert.NotEmpty(one.Ranges!);
        Assert.Equal(one.Ranges, other.Ranges);

        void Train(CancellationTokenSource stop)
        {
            RunFolder folder = RunFolder.Open(Path.Combine(_output.Path, "interrupted"), config, resume: false);
            using Trainer trainer = new(config, TinyRun.Training, TinyRun.Validation, folder, new RecordedProgress(), null, new StopAfter(stop, 3));
            trainer.Run(false, stop.Token);
        }
    }

    [Fact]
    public void Fine_tuning_needs_weights_to_begin_with()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "config.yaml");
        File.WriteAllText(path, "name: x\nquantization:\n  range_decay: 0.9\ndata:\n  kind: fer2013\nmodel:\n  name: face\n");
        UserErrorException error = Assert.Throws<UserErrorException>(() => TrainingRun.LoadConfig(path));
        Assert.Contains("initial_weights", error.Message, StringComparison.Ordinal);
        Assert.NotNull(TrainingRun.LoadConfig(path, ["initial_weights=some.safetensors"]).Quantization);
    }

    private static FaceEmotionModel SeenFaces()
    {
        TorchRandom.Seed(3);
        FaceEmotionModel model = new(new FaceModelSpec { StochasticDepth = 0 });
        using (Grad.Disabled())
        using (TensorScope.Begin())
            model.Forward(Tensor.Randn([8, 3, 40, 40])); // so that batch norms have statistics
        return model;
    }

    private static float[] Evaluate(FaceEmotionModel model, Tensor pictures)
    {
        model.Eval();
        using IDisposable noGradients = Grad.Disabled();
        return model.Forward(pictures).ToArray<float>();
    }
}
