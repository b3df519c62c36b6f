using System.Text.Json;
using Mien.Core;

namespace Mien.Torch.Tests;

public class ModuleTests
{
    // One thread's single precision against another run's: convolution kernels may differ by processor.
    private const double Tolerance = 2e-6;

    [Fact]
    public void SeededNetworkTrainsAndEvaluatesAsPyTorchs()
    {
        using TensorScope scope = TensorScope.Begin();
        JsonElement golden = GoldenFile.Read("network");
        TorchRandom.Seed(7);
        using Sequential network = Network();
        Tensor inputs = GoldenFile.Ramp([3, 2, 8, 6], seed: 8);

        Tensor trained = network.Forward(inputs);
        GoldenFile.AssertClose(golden.GetProperty("trained"), trained, Tolerance);
        Functional.CrossEntropy(trained, Tensor.From([0L, 1, 2])).Backward();
        foreach (JsonProperty grad in golden.GetProperty("grads").EnumerateObject())
            GoldenFile.AssertClose(grad.Value, network.NamedParameters().Single(parameter => parameter.Name == grad.Name).Tensor.Grad!, Tolerance);

        Assert.Equal(golden.GetProperty("norm").GetDouble(), Gradients.ClipGradNorm(network.Parameters(), 0.05), 1e-6);
        GoldenFile.AssertClose(golden.GetProperty("clipped"), network.Parameters().First().Grad!, Tolerance);

        network.Eval();
        GoldenFile.AssertClose(golden.GetProperty("evaluated"), network.Forward(inputs), Tolerance);
        JsonElement state = golden.GetProperty("state");
        Assert.Equal(state.EnumerateObject().Select(entry => entry.Name), network.StateDict().Keys);
        foreach (JsonProperty entry in state.EnumerateObject())
            GoldenFile.AssertClose(entry.Value, network.StateDict()[entry.Name], Tolerance);

        network.ZeroGrad();
        Assert.All(network.Parameters(), parameter => Assert.Null(parameter.Grad));
    }

    [Fact]
    public void BidirectionalLstmMatchesPyTorch()
    {
        using TensorScope scope = TensorScope.Begin();
        JsonElement golden = GoldenFile.Read("lstm");
        TorchRandom.Seed(5);
        using Lstm lstm = new(3, 4, layers: 2, batchFirst: true, bidirectional: true);
        Assert.Equal(golden.GetProperty("keys").EnumerateArray().Select(key => key.GetString()!), lstm.StateDict().Keys);
        LstmOutput output = lstm.Forward(GoldenFile.Ramp([2, 5, 3], seed: 6));
        output.Output.Sum().Backward();
        GoldenFile.AssertClose(golden.GetProperty("output"), output.Output, Tolerance);
        GoldenFile.AssertClose(golden.GetProperty("hidden"), output.Hidden, Tolerance);
        GoldenFile.AssertClose(golden.GetProperty("cell"), output.Cell, Tolerance);
        GoldenFile.AssertClose(golden.GetProperty("grad"), lstm.Parameters().First().Grad!, Tolerance);
    }

    [Fact]
    public void ForwardHooksSeeEachOutputUntilTheyAreRemoved()
    {
        using TensorScope scope = TensorScope.Begin();
        using Sequential network = new(new Linear(3, 2), new ReLU());
        List<float[]> seen = [];
        Tensor input = Tensor.From([1f, -2, 3], 1, 3);
        IDisposable hook = network[0].RegisterForwardHook(output => seen.Add(output.ToArray<float>()));
        network.Forward(input);
        hook.Dispose();
        hook.Dispose();
        network.Forward(input);
        Assert.Equal(network[0].Forward(input).ToArray<float>(), Assert.Single(seen));
    }

    [Fact]
    public void GradientsOfTensorsInsideAGraphLeaveTheLeavesAlone()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Tensor.From([1f, 2, 3]), unused = Tensor.From([7f]);
        x.RequiresGrad = unused.RequiresGrad = true;
        Tensor middle = x * x; // not a leaf
        Tensor?[] gradients = Grad.Of(middle * middle * middle, [middle, x, unused], Tensor.From([1f, 0, 2]));
        Assert.Equal([3f, 0, 2 * 3 * 81], gradients[0]!.ToArray<float>()); // 3 m^2
        Assert.Equal([6f, 0, 2 * 6 * 243], gradients[1]!.ToArray<float>()); // 6 x^5
        Assert.Null(gradients[2]);
        Assert.Null(x.Grad);
    }

    [Fact]
    public void LoadStateDictSaysWhatDoesNotFit()
    {
        using TensorScope scope = TensorScope.Begin();
        using Sequential network = Network();
        OrderedDictionary<string, Tensor> state = network.StateDict();
        state.Remove("1.num_batches_tracked");
        network.LoadStateDict(state);
        state.Remove("6.bias");
        state.Add("7.bias", Tensor.Zeros([1]));
        UserErrorException names = Assert.Throws<UserErrorException>(() => network.LoadStateDict(state));
        Assert.Contains("6.bias", names.Message);
        Assert.Contains("7.bias", names.Message);
        network.LoadStateDict(state, strict: false);
        state["6.weight"] = Tensor.Zeros([2, 2]);
        UserErrorException shape = Assert.Throws<UserErrorException>(() => network.LoadStateDict(state, strict: false));
        Assert.Contains("6.weight has shape (2, 2), the model needs (3, 4)", shape.Message);
    }

    [Fact]
    public void EvaluationKeepsStatisticsAndDropsNothing()
    {
        using TensorScope scope = TensorScope.Begin();
        using Sequential network = new(new Dropout(0.9), new BatchNorm1d(2));
        network.Eval();
        Tensor input = Tensor.From([1f, 2, 3, 4], 2, 2);
        Tensor output = network.Forward(input);
        GoldenFile.AssertClose([1, 2, 3, 4], output.To(DType.Float64).ToArray<double>(), 1e-4);
        Assert.Equal(0, network.StateDict()["1.num_batches_tracked"].Item<long>());
        network.Train();
        Assert.All(network.NamedModules(), module => Assert.True(module.Module.IsTraining));
        _ = network.Forward(input);
        Assert.Equal(1, network.StateDict()["1.num_batches_tracked"].Item<long>());
    }

    [Fact]
    public void DeviceMoveKeepsReferencesValid()
    {
        using TensorScope scope = TensorScope.Begin();
        using Linear linear = new(2, 2);
        float[] before = linear.Weight.ToArray<float>();
        nint id = linear.Weight.Id;
        linear.To(Device.Cpu);
        Assert.Equal(id, linear.Weight.Id);
        Assert.Equal(before, linear.Weight.ToArray<float>());
        Assert.True(linear.Weight.RequiresGrad);
    }

    [Fact]
    public void NamesAreUniqueAndWithoutDots()
    {
        Assert.Throws<ArgumentException>(() => new BadlyNamed("a.b"));
        Assert.Throws<ArgumentException>(() => new BadlyNamed("taken"));
    }

    private static Sequential Network() => new(
        new Conv2d(2, 4, (3, 5), stride: (2, 1), padding: (1, 2), groups: 2), new BatchNorm2d(4), new SiLU(), new MaxPool2d(2),
        new AdaptiveAvgPool2d(1), new Flatten(), new Linear(4, 3));

    private sealed class BadlyNamed : Module
    {
        public BadlyNamed(string name)
        {
            RegisterModule("taken", new Identity());
            RegisterModule(name, new Identity());
        }
    }
}
