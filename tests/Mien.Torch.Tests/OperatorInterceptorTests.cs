namespace Mien.Torch.Tests;

public class OperatorInterceptorTests
{
    [Fact]
    public void SeesWhatModulesCallUnderTheSamePlacesInEveryPass()
    {
        using TensorScope scope = TensorScope.Begin();
        using Sequential network = new(new Sequential(new Linear(2, 2), new ReLU()), new Twice());
        Doubling doubling = new("");
        Tensor input = Tensor.Ones([1, 2]);
        using (doubling.Begin())
        {
            network.Forward(input);
            _ = input * 3; // no module's
            network.Forward(input);
        }
        network.Forward(input);

        string[] pass = ["0.0/aten::linear", "0.1/aten::relu", "1/aten::relu", "1/aten::relu:2"];
        Assert.Equal([.. pass, .. pass], doubling.Places);
    }

    [Fact]
    public void MayChangeAResultAndGradientsFollow()
    {
        using TensorScope scope = TensorScope.Begin();
        using Sequential network = new(new ReLU(), new Twice());
        Tensor input = Tensor.From([1f, -1, 2]);
        input.RequiresGrad = true;
        Tensor output;
        using (new Doubling("0/aten::relu").Begin())
        {
            output = network.Forward(input);
            output.Sum().Backward();
        }

        Assert.Equal([2f, 0, 4], output.ToArray<float>());
        Assert.Equal([2f, 0, 2], input.Grad!.ToArray<float>());
    }

    [Fact]
    public void IsSeenByARecorderAsWhatItComputes()
    {
        using TensorScope scope = TensorScope.Begin();
        using ReLU relu = new();
        using OperatorRecorder recorder = OperatorRecorder.Begin();
        using (new Doubling("/aten::relu").Begin())
            relu.Forward(Tensor.Ones([1]));

        Assert.Equal(["aten::ones", "aten::relu", "aten::mul"], recorder.Calls.Select(call => call.Operator.Name));
    }

    private sealed class Doubling(string place) : OperatorInterceptor
    {
        public List<string> Places { get; } = [];

        protected override Tensor Invoke(Operator called, ReadOnlySpan<Argument> arguments, string at)
        {
            Places.Add(at);
            Tensor result = called.Invoke(arguments);
            return at == place ? result * 2 : result;
        }
    }

    private sealed class Twice : Module<Tensor, Tensor>
    {
        protected override Tensor ForwardCore(Tensor input) => Functional.Relu(Functional.Relu(input));
    }
}
