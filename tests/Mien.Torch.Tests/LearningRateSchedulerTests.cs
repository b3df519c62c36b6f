namespace Mien.Torch.Tests;

public class LearningRateSchedulerTests
{
    public static TheoryData<string> Names => ["cosine", "one_cycle", "warmup", "warmup_cosine"];

    // Closed forms here, recurrences in PyTorch: double precision apart.
    [Theory, MemberData(nameof(Names))]
    public void FollowsPyTorchsFormula(string name)
    {
        using Tensor parameter = Tensor.Zeros([1]);
        using AdamW optimizer = new([parameter], 0.1);
        LearningRateScheduler scheduler = Make(name, optimizer);
        double[] expected = GoldenFile.Doubles(GoldenFile.Read("schedules", name, "rates"));
        double[] momenta = GoldenFile.Doubles(GoldenFile.Read("schedules", name, "momenta"));
        foreach ((double rate, double momentum) in expected.Zip(momenta))
        {
            Assert.Equal(rate, optimizer.LearningRate, 1e-12);
            Assert.Equal(momentum, optimizer.Groups[0].Momentum, 1e-12);
            scheduler.Step();
        }
    }

    [Fact]
    public void ResumesAtAnyStep()
    {
        using Tensor parameter = Tensor.Zeros([1]);
        using AdamW optimizer = new([parameter], 0.1);
        Make("warmup_cosine", optimizer).StepCount = 7;
        Assert.Equal(GoldenFile.Doubles(GoldenFile.Read("schedules", "warmup_cosine", "rates"))[7], optimizer.LearningRate, 1e-12);
    }

    private static LearningRateScheduler Make(string name, Optimizer optimizer) => name switch
    {
        "cosine" => new CosineAnnealing(optimizer, 10, 0.001),
        "one_cycle" => new OneCycle(optimizer, 0.5, 12),
        "warmup" => new LinearWarmup(optimizer, 5, 0.1),
        "warmup_cosine" => new SequentialScheduler(new LinearWarmup(optimizer, 4, 0.1), 4, new CosineAnnealing(optimizer, 8)),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
