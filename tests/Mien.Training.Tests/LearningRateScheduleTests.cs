using Mien.Torch;
using Mien.Training.Options;

namespace Mien.Training.Tests;

public class LearningRateScheduleTests
{
    // Mien.Torch's schedulers are held to PyTorch's own numbers by their tests.
    [Fact]
    public void One_cycle_is_torchs()
    {
        using Tensor parameter = Tensor.Zeros([1]);
        using AdamW optimizer = new([parameter], 0.1);
        OneCycle reference = new(optimizer, maximum: 0.5, steps: 24);
        LearningRateSchedule schedule = new(0.5, new ScheduleOptions { Kind = ScheduleKind.OneCycle, WarmupEpochs = 3 }, stepsPerEpoch: 6, epochs: 4);

        for (int step = 0; step < 24; step++, reference.Step())
            Assert.Equal(optimizer.LearningRate, schedule.At(step), 1e-12);
    }

    [Fact]
    public void Warm_up_rises_by_iteration_and_a_half_cosine_follows()
    {
        LearningRateSchedule schedule = new(0.8, new ScheduleOptions { WarmupEpochs = 2, WarmupStart = 0.5, FinalFraction = 0.1 }, stepsPerEpoch: 10, epochs: 12);

        Assert.Equal(0.8 * (0.5 + 0.5 / 20), schedule.At(0), 1e-12);
        Assert.Equal(0.8 * 0.75, schedule.At(9), 1e-12);
        Assert.Equal(0.8, schedule.At(19), 1e-12);
        Assert.Equal(0.8, schedule.At(20), 1e-12);
        Assert.Equal(0.8 * 0.55, schedule.At(70), 1e-12); // half way down
        Assert.Equal(0.08, schedule.At(120), 1e-12);
    }

    [Fact]
    public void Steps_come_at_their_epochs_and_constant_stays()
    {
        LearningRateSchedule steps = new(1, new ScheduleOptions { Kind = ScheduleKind.Step, WarmupEpochs = 0, StepEpochs = [2, 3] }, stepsPerEpoch: 5, epochs: 4);
        LearningRateSchedule constant = new(0.3, new ScheduleOptions { Kind = ScheduleKind.Constant, WarmupEpochs = 0 }, stepsPerEpoch: 5, epochs: 4);

        Assert.Equal([1, 1, 0.1, 0.1, 0.01], ((long[])[0, 9, 10, 14, 15]).Select(step => Math.Round(steps.At(step), 12)));
        Assert.All(Enumerable.Range(0, 20), step => Assert.Equal(0.3, constant.At(step), 1e-12));
    }
}
