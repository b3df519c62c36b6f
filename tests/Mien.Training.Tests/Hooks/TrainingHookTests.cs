using Mien.Training.Checkpoints;
using Mien.Training.Hooks;
using Mien.Training.Options;
using Mien.Training.Progress;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Hooks;

public sealed class TrainingHookTests : IDisposable
{
    private static readonly ToneDataset s_data = new(16, seed: 1);

    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_hook_is_called_at_each_point_of_the_run()
    {
        TrainingConfig config = TinyRun.Config with { Epochs = 2 };
        RunFolder folder = RunFolder.Open(_output.Path, config, resume: false);
        Recorder recorder = new(folder);
        using (Trainer trainer = new(config, s_data, s_data, folder, new RecordedProgress(), parallel: null, recorder))
            trainer.Run();

        Assert.Equal(
            ["begins 0", "step 1", "step 2", "epoch 1 of 16 predictions, best is there: True, checkpoint is there: False", "step 3", "step 4", "epoch 2 of 16 predictions, best is there: True, checkpoint is there: True", "ended 2"],
            recorder.Calls);
    }

    [Fact]
    public void Of_the_weights_of_every_so_many_epochs_the_last_are_kept()
    {
        string[] Kept(string name, int every, int last)
        {
            RunFolder folder = TinyRun.Train(TinyRun.Config with { Name = name, Epochs = 7, KeepEvery = every, KeepLast = last }, _output.Path, s_data, s_data).Folder;
            return [.. Directory.GetFiles(folder.Path, "epoch-*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }

        Assert.Equal(["epoch-002.safetensors", "epoch-004.safetensors", "epoch-006.safetensors"], Kept("all", 2, 0));
        Assert.Equal(["epoch-004.safetensors", "epoch-006.safetensors"], Kept("two", 2, 2));
        Assert.Equal(["epoch-007.safetensors"], Kept("one", 1, 1));
        using TrainedModel model = TrainedModel.Load(Path.Combine(_output.Path, "two", "epoch-004.safetensors"));
        Assert.Equal(4, model.Validation.Epoch);
    }

    [Fact]
    public void A_step_is_told_with_memory_and_the_time_left_of_the_run()
    {
        StringWriter lines = new();
        List<StepReport> steps = [.. TinyRun.Train(TinyRun.Config with { Epochs = 3, LogSteps = 2 }, _output.Path, s_data, s_data).Progress.Steps];
        foreach (StepReport step in steps)
            new TextTrainingProgress(lines).Step(step);

        Assert.Equal([false, true, false, true, false, true], steps.Select(step => step.IsLogged));
        Assert.Equal([1L, 2, 3, 4, 5, 6], steps.Select(step => step.RunStep));
        Assert.All(steps, step => Assert.InRange(step.MemoryMebibytes, 20, 100_000));
        Assert.True(steps[2].EvaluationSeconds > 0);
        Assert.Equal(3, lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Matches(@"^epoch 1/3, step 2/2: loss \d\.\d{4}, learning rate \S+, \d+ samples/s, \d+ MiB, 0:00:\d\d left\n", lines.ToString());
        StepReport slow = steps[2] with { Epoch = 2, Step = 1, SecondsPerStep = 60, EvaluationSeconds = 30 };
        Assert.Equal(TimeSpan.FromSeconds(3 * 60 + 2 * 30), slow.TimeLeft);
        Assert.Equal("0:04:00", slow.TimeLeftText);
        Assert.Equal("2d 02:01:00", (slow with { SecondsPerStep = 60_000 }).TimeLeftText);
    }

    private sealed class Recorder(RunFolder folder) : ITrainingHook
    {
        public List<string> Calls { get; } = [];

        public void RunBegins(TrainingState state) => Calls.Add($"begins {state.EpochsDone}");

        public void StepEnded(StepReport step) => Calls.Add($"step {step.RunStep}");

        public void EpochEnded(EpochReport epoch, float[] predictions) =>
            Calls.Add($"epoch {epoch.Epoch} of {predictions.Length} predictions, best is there: {File.Exists(folder.BestModel)}, checkpoint is there: {folder.IsBegun}");

        public void RunEnded(TrainingState state) => Calls.Add($"ended {state.EpochsDone}");
    }
}
