using Mien.Core;

namespace Mien.Torch.Tests;

public class OptimizerTests
{
    // Single precision over six steps; foreach and single-tensor kernels round alike to well below this.
    private const double Tolerance = 1e-6;

    public static TheoryData<string> Names => ["adamw", "adamw_late", "sgd", "sgd_momentum", "sgd_nesterov", "sgd_nesterov_late"];

    [Theory, MemberData(nameof(Names))]
    public void StepsAsPyTorchDoes(string name)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor[] parameters = Parameters();
        using Optimizer optimizer = Make(name, parameters);
        for (int step = 0; step < 6; step++)
            Step(optimizer, parameters, step, late: name.EndsWith("_late", StringComparison.Ordinal));
        for (int i = 0; i < parameters.Length; i++)
            GoldenFile.AssertClose(GoldenFile.Read("optimizers", name)[i], parameters[i], Tolerance);
    }

    [Theory, MemberData(nameof(Names))]
    public void ResumesBitForBit(string name)
    {
        using TensorScope scope = TensorScope.Begin();
        bool late = name.EndsWith("_late", StringComparison.Ordinal);
        Tensor[] through = Parameters();
        Tensor[] resumed = Parameters();
        using Optimizer whole = Make(name, through);
        using Optimizer before = Make(name, resumed);
        using Optimizer after = Make(name, resumed);
        for (int step = 0; step < 6; step++)
        {
            Step(whole, through, step, late);
            if (step == 3)
                after.LoadStateDict(before.StateDict());
            Step(step < 3 ? before : after, resumed, step, late);
        }
        for (int i = 0; i < through.Length; i++)
            Assert.Equal(through[i].ToArray<float>(), resumed[i].ToArray<float>());
    }

    [Fact]
    public void RefusesAStateOfAnotherModel()
    {
        using TensorScope scope = TensorScope.Begin();
        using AdamW optimizer = new(Parameters());
        Dictionary<string, Tensor> state = new() { ["state.7.exp_avg"] = Tensor.Zeros([2]) };
        Assert.Contains("state.7.exp_avg", Assert.Throws<UserErrorException>(() => optimizer.LoadStateDict(state)).Message);
    }

    [Fact]
    public void GroupsHaveRatesOfTheirOwn()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor[] parameters = Parameters();
        float[] before = parameters[1].ToArray<float>();
        using Sgd optimizer = new([new ParameterGroup([parameters[0]], 0.1), new ParameterGroup([parameters[1]], 0)]);
        Step(optimizer, parameters, 0, late: false);
        Assert.NotEqual(GoldenFile.Ramp([3, 4], seed: 1).ToArray<float>(), parameters[0].ToArray<float>());
        Assert.Equal(before, parameters[1].ToArray<float>());
    }

    private static Tensor[] Parameters()
    {
        Tensor[] parameters = [GoldenFile.Ramp([3, 4], seed: 1), GoldenFile.Ramp([5], seed: 2)];
        foreach (Tensor parameter in parameters)
            parameter.RequiresGrad = true;
        return parameters;
    }

    private static Optimizer Make(string name, Tensor[] parameters) => name switch
    {
        "adamw" => new AdamW(parameters, 0.01, 0.8, 0.95, 1e-6, 0.1),
        "adamw_late" => new AdamW(parameters, 0.01),
        "sgd" => new Sgd(parameters, 0.05),
        "sgd_momentum" => new Sgd(parameters, 0.05, 0.9, 0.01),
        "sgd_nesterov" => new Sgd(parameters, 0.05, 0.9, 0.01, nesterov: true),
        "sgd_nesterov_late" => new Sgd(parameters, 0.05, 0.9, nesterov: true),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static void Step(Optimizer optimizer, Tensor[] parameters, int step, bool late)
    {
        parameters[0].Grad = GoldenFile.Ramp([3, 4], 0.5, 10 + step);
        parameters[1].Grad = late && step < 2 ? null : GoldenFile.Ramp([5], 2, 20 + step);
        optimizer.Step();
    }
}
