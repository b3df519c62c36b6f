using Mien.Training.Checkpoints;
using Mien.Training.Hooks;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Progress;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Hooks;

public sealed class TensorBoardLogTests : IDisposable
{
    private const int StepsPerEpoch = 5;

    private static readonly ToneDataset s_training = new(StepsPerEpoch * 8, seed: 1), s_validation = new(16, seed: 2);

    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_run_leaves_its_numbers_for_TensorBoard()
    {
        TrainingConfig config = TinyRun.Config with { Epochs = 2, LogSteps = 2 };

        (_, RunFolder folder, RecordedProgress progress) = TinyRun.Train(config, _output.Path, s_training, s_validation);
        List<EventFileReader.Value> values = EventFileReader.ReadFolder(folder.Path);

        (long Step, float Number)[] Of(string tag) => [.. values.Where(value => value.Tag == tag).Select(value => (value.Step, value.Number))];
        Assert.Equal([2, 4, 7, 9], Of("training/loss").Select(point => point.Step));
        Assert.Equal((float)progress.Steps[..2].Average(step => step.StepLoss), Of("training/loss")[0].Number);
        Assert.Equal((float)progress.Steps[4..7].Average(step => step.StepLoss), Of("training/loss")[2].Number); // since the last, over the end of the epoch
        Assert.Equal((float)progress.Steps[8].LearningRate, Of("training/learning_rate")[3].Number);
        Assert.All(Of("training/samples_per_second"), point => Assert.True(point.Number > 0));
        Assert.All(Of("training/data_seconds_per_step").Zip(Of("training/seconds_per_step")), pair => Assert.True(pair.First.Number > 0 && pair.First.Number < pair.Second.Number));
        Assert.Equal(progress.Epochs.Select((epoch, index) => ((long)StepsPerEpoch * (index + 1), (float)epoch.TrainingLoss)), Of("epoch/training_loss"));
        foreach ((SelectionMetric metric, string tag) in ((SelectionMetric, string)[])[(SelectionMetric.Uar, "validation/uar"), (SelectionMetric.Accuracy, "validation/accuracy"), (SelectionMetric.WeightedF1, "validation/weighted_f1"), (SelectionMetric.MacroF1, "validation/macro_f1")])
            Assert.Equal(progress.Epochs.Select(epoch => (float)epoch.Validation.Value(metric)), Of(tag).Select(point => point.Number));
    }

    [Fact]
    public void A_resumed_run_adds_a_file_and_repeats_no_step()
    {
        TrainingConfig config = TinyRun.Config with { Epochs = 3, LogSteps = 1 };
        RunFolder whole = TinyRun.Train(config, Path.Combine(_output.Path, "whole"), s_training, s_validation).Folder;

        string interrupted = Path.Combine(_output.Path, "interrupted");
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => TinyRun.Train(config, interrupted, s_training, s_validation, epochEnded: _ => stop.Cancel(), cancellationToken: stop.Token));
        RunFolder resumed = TinyRun.Train(config, interrupted, s_training, s_validation, resume: true).Folder;

        Assert.Equal(2, Directory.GetFiles(resumed.Path, "events.*").Length);
        static IEnumerable<(long, string)> Steps(RunFolder folder) => EventFileReader.ReadFolder(folder.Path).Select(value => (value.Step, value.Tag));
        Assert.Equal(Steps(whole), Steps(resumed));
    }

    [Theory]
    [InlineData(0, 5)] // after the first epoch
    [InlineData(2, 7)] // inside the second
    [InlineData(5, 10)] // after its last step, before its evaluation
    public void What_was_written_after_the_checkpoint_is_taken_back(int step, int lastKept)
    {
        TensorBoardLog killed = new(_output.Path);
        killed.RunBegins(TrainingState.Start);
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            for (int made = 1; made <= StepsPerEpoch; made++)
                killed.StepEnded(Step(epoch, made));
            killed.EpochEnded(new EpochReport(epoch, 3, 1, 1e-3, 1, 1, new LandmarkValidation(new LandmarkError(8, 0.1, 0)), false, epoch * StepsPerEpoch), []);
        }

        new TensorBoardLog(_output.Path).RunBegins(new TrainingState(1, StepsPerEpoch, 1, 0.5, step));

        List<EventFileReader.Value> kept = EventFileReader.ReadFolder(_output.Path);
        Assert.Equal(Enumerable.Range(1, lastKept), kept.Where(value => value.Tag == "training/loss").Select(value => (int)value.Step));
        Assert.Equal([StepsPerEpoch], kept.Where(value => value.Tag == "validation/normalized_mean_error").Select(value => (int)value.Step));
        Assert.Equal([StepsPerEpoch], kept.Where(value => value.Tag == "epoch/training_loss").Select(value => (int)value.Step));
    }

    private static StepReport Step(int epoch, int step) => new()
    {
        Epoch = epoch,
        Epochs = 3,
        Step = step,
        Steps = StepsPerEpoch,
        RunStep = (epoch - 1) * StepsPerEpoch + step,
        Loss = 1,
        StepLoss = 1,
        LearningRate = 1e-3,
        SamplesPerSecond = 1,
        SecondsPerStep = 1,
        DataSecondsPerStep = 0,
        EvaluationSeconds = 0,
        MemoryMebibytes = 1,
        IsLogged = true,
    };
}
