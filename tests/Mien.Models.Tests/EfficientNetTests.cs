using Mien.Torch;

namespace Mien.Models.Tests;

public sealed class EfficientNetTests
{
    [Theory]
    [InlineData(EfficientNetVariant.B0, "efficientnet_b0", 4_007_548)] // torchvision's published totals less the classifiers'
    [InlineData(EfficientNetVariant.B1, "efficientnet_b1", 6_513_184)]
    [InlineData(EfficientNetVariant.B2, "efficientnet_b2", 7_700_994)]
    public void NamesShapesCountsAndOutputsAreTheReferences(EfficientNetVariant variant, string reference, long parameters)
    {
        using TensorScope scope = TensorScope.Begin();
        EfficientNet network = DeterministicFill.Fill(new EfficientNet(variant));
        network.Eval();
        Golden golden = Golden.Read(reference);

        Assert.Equal(parameters, golden.Parameters);
        golden.AssertSameState(network);
        golden.AssertSameOutput(network.Forward(DeterministicFill.Input("image", golden.Inputs["first"])));
    }

    [Fact]
    public void MapIsAThirtySecondOfThePictureAndPoolsToTheFeatures()
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        EfficientNet network = new();
        network.Eval();
        Tensor faces = DeterministicFill.Input("image", 2, 3, 112, 96);

        Tensor map = network.ForwardMap(faces);

        Assert.Equal([2, 1280, 4, 3], map.Shape.ToArray());
        Assert.Equal(network.Forward(faces).ToArray<float>(), EfficientNet.Pool(map).ToArray<float>());
    }

    [Fact]
    public void FreshWeightsHaveFanOutVarianceAndZeroBiases()
    {
        TorchRandom.Seed(3);
        using TensorScope scope = TensorScope.Begin();
        Dictionary<string, Tensor> state = new EfficientNet().StateDict().ToDictionary();

        float[] weight = state["features.8.0.weight"].ToArray<float>(); // (1280, 320, 1, 1): fan-out 1280
        double deviation = Math.Sqrt(weight.Average(value => (double)value * value));
        Assert.InRange(deviation, 0.99 * Math.Sqrt(2.0 / 1280), 1.01 * Math.Sqrt(2.0 / 1280));
        float[] depthwise = state["features.5.1.block.1.0.weight"].ToArray<float>(); // (672, 1, 5, 5): fan-out 672 * 25
        deviation = Math.Sqrt(depthwise.Average(value => (double)value * value));
        Assert.InRange(deviation, 0.95 * Math.Sqrt(2.0 / (672 * 25)), 1.05 * Math.Sqrt(2.0 / (672 * 25)));
        Assert.All(state["features.3.0.block.2.fc1.bias"].ToArray<float>(), value => Assert.Equal(0, value));
        Assert.All(state["features.0.1.weight"].ToArray<float>(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void StochasticDepthActsInTrainingOnly()
    {
        TorchRandom.Seed(5);
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        StochasticDepth depth = new(0.25);
        Tensor ones = Tensor.Ones([4000, 2, 1, 1]);

        float[] dropped = depth.Forward(ones).ToArray<float>();
        depth.Eval();

        Assert.Equal(ones.ToArray<float>(), depth.Forward(ones).ToArray<float>());
        for (int i = 0; i < dropped.Length; i += 2)
            Assert.Equal(dropped[i], dropped[i + 1]); // a sample is dropped whole
        Assert.Equal([0f, 1 / 0.75f], dropped.Distinct().Order().Select(value => MathF.Round(value, 6)), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.InRange(dropped.Average(), 0.95, 1.05); // the expectation stays
    }

    [Fact]
    public void GradientsReachEveryParameter()
    {
        TorchRandom.Seed(7);
        using TensorScope scope = TensorScope.Begin();
        EfficientNet network = new(stochasticDepth: 0);

        network.Forward(DeterministicFill.Input("image", 4, 3, 64, 64)).Sum().Backward();

        Assert.All(network.NamedParameters(), parameter => Assert.True(parameter.Tensor.Grad is not null, parameter.Name));
    }

    [Fact]
    public void PublishedStateLoadsWithoutItsClassifier()
    {
        using TensorScope scope = TensorScope.Begin();
        Dictionary<string, Tensor> published = DeterministicFill.Fill(new EfficientNet()).StateDict().ToDictionary();
        published["classifier.1.weight"] = Tensor.Zeros([1000, 1280]);
        published["classifier.1.bias"] = Tensor.Zeros([1000]);
        EfficientNet network = new();

        network.LoadPublished(published);

        Assert.Equal(
            published["features.4.1.block.3.0.weight"].ToArray<float>(),
            network.StateDict().ToDictionary()["features.4.1.block.3.0.weight"].ToArray<float>());
    }
}
