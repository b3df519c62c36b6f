namespace Mien.Torch.Tests;

public class OperatorRecorderTests
{
    [Fact]
    public void RecordsTheGraphOfAForwardPass()
    {
        using TensorScope scope = TensorScope.Begin();
        using Sequential network = new(new Sequential(new Conv2d(1, 2, 3), new ReLU()), new Flatten());
        network.Eval();
        Tensor input = Tensor.Zeros([1, 1, 3, 3]);
        using OperatorRecorder recorder = OperatorRecorder.Begin();
        Tensor output = network.Forward(input);

        Assert.Equal(["aten::conv2d", "aten::relu", "aten::flatten"], recorder.Calls.Select(call => call.Operator.Name));
        Assert.Equal(["0.0", "0.1", "1"], recorder.Calls.Select(call => call.ModulePath));
        OperatorCall convolution = recorder.Calls[0];
        Assert.Equal(input.Id, convolution.Arguments[0].AsTensor().Id);
        Assert.Equal(network.StateDict()["0.0.weight"].Id, convolution.Arguments[1].AsTensor().Id);
        Assert.Equal([1, 1], convolution.Arguments[3].AsIntegers());
        Assert.Equal(recorder.Calls[1].Results[0].AsTensor().Id, recorder.Calls[2].Arguments[0].AsTensor().Id);
        Assert.Equal(output.Id, recorder.Calls[^1].Results[0].AsTensor().Id);
        Assert.StartsWith("aten::conv2d(Tensor input", convolution.Operator.Schema);
    }

    [Fact]
    public void KeepsWhatScopesFreeUntilItIsDisposed()
    {
        long before = Tensor.LiveCount;
        OperatorRecorder recorder = OperatorRecorder.Begin();
        using (TensorScope.Begin())
            _ = Tensor.Ones([3]) * 2;
        Assert.Equal([2f, 2, 2], recorder.Calls[^1].Results[0].AsTensor().ToArray<float>());
        recorder.Dispose();
        using (Tensor after = Tensor.Zeros([1]))
            Assert.Equal(2, recorder.Calls.Count);
        Assert.Equal(before, Tensor.LiveCount);
    }
}
