using Mien.Core;
using Mien.Training.Checkpoints;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests;

public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    [Fact]
    public void One_batch_is_learnt_by_heart()
    {
        ToneDataset batch = new(8, seed: 1);
        TrainingConfig config = TinyRun.ConfigToMemorise with { Epochs = 60 };

        (TrainingState state, RunFolder folder, RecordedProgress progress) = TinyRun.Train(config, _output.Path, batch, batch);

        Assert.True(progress.Epochs[^1].TrainingLoss < 0.1, $"The loss of the last epoch is {progress.Epochs[^1].TrainingLoss}.");
        Assert.Equal(1, progress.Epochs[^1].Validation.Value(SelectionMetric.Accuracy));
        Assert.Equal((60, 60L), (state.EpochsDone, state.StepsDone));
        Assert.Equal(61, File.ReadAllLines(Path.Combine(folder.Path, "log.csv")).Length);
    }

    [Fact]
    public void The_best_model_is_kept_with_all_it_takes_to_use_it()
    {
        ToneDataset training = new(32, seed: 1), validation = new(70, seed: 2);
        (TrainingState state, RunFolder folder, RecordedProgress progress) = TinyRun.Train(TinyRun.Config, _output.Path, training, validation);

        using TrainedModel best = TrainedModel.Load(folder.BestModel);

        Assert.Equal(state.BestEpoch, best.Validation.Epoch);
        Assert.Equal(state.BestValue, best.Validation.Score(SelectionMetric.Uar));
        Assert.Equal(progress.Epochs.Max(epoch => epoch.Validation.Value(SelectionMetric.Uar)), state.BestValue);
        Assert.Equal("tiny", best.Name);
        Assert.Equal(ToneDataset.Bands, best.Spec.Audio!.MelBands);
        Assert.Equal(best.Validation.Score(SelectionMetric.Uar), Evaluator.Score(validation, Evaluator.Predict(best.Model, validation)).Uar);
    }

    [Fact]
    public void A_resumed_run_ends_in_the_same_weights_bit_for_bit()
    {
        ToneDataset training = new(32, seed: 1), validation = new(16, seed: 2);
        TrainingConfig config = TinyRun.Config with { MixUpAlpha = 0.2f };
        RunFolder whole = TinyRun.Train(config, Path.Combine(_output.Path, "whole"), training, validation).Folder;

        string interrupted = Path.Combine(_output.Path, "interrupted");
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => TinyRun.Train(
            config, interrupted, training, validation, epochEnded: epoch => { if (epoch.Epoch == 2) stop.Cancel(); }, cancellationToken: stop.Token));
        (TrainingState state, RunFolder resumed, RecordedProgress progress) = TinyRun.Train(config, interrupted, training, validation, resume: true);

        Assert.Equal([3, 4], progress.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(4, state.EpochsDone);
        StoredTensors.AssertSame(whole.LastCheckpoint, resumed.LastCheckpoint);
        StoredTensors.AssertSame(whole.BestModel, resumed.BestModel);
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        ToneDataset training = new(16, seed: 1);
        TrainingConfig config = TinyRun.Config with { Epochs = 1 };
        RunFolder one = TinyRun.Train(config, Path.Combine(_output.Path, "one"), training, training).Folder;
        RunFolder same = TinyRun.Train(config, Path.Combine(_output.Path, "same"), training, training).Folder;
        RunFolder other = TinyRun.Train(config with { Seed = 12 }, Path.Combine(_output.Path, "other"), training, training).Folder;

        StoredTensors.AssertSame(one.LastCheckpoint, same.LastCheckpoint);
        Assert.NotEqual(StoredTensors.Exact(one.LastCheckpoint), StoredTensors.Exact(other.LastCheckpoint));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_and_says_where()
    {
        ToneDataset data = new(16, seed: 1);
        TrainingConfig config = TinyRun.ConfigToMemorise with
        {
            Epochs = 50,
            Optimizer = new OptimizerOptions { LearningRate = 10, GradientClip = null, WeightDecay = 10, Beta1 = 0, Beta2 = 0 },
            Schedule = new ScheduleOptions { WarmupEpochs = 0 },
        };

        UserErrorException error = Assert.Throws<UserErrorException>(() => TinyRun.Train(config, _output.Path, data, data));

        Assert.Contains("The loss is not a number at epoch", error.Message);
        Assert.Contains("learning_rate", error.Message);
    }

    [Fact]
    public void A_run_that_is_there_is_not_overwritten()
    {
        ToneDataset data = new(8, seed: 1);
        TrainingConfig config = TinyRun.Config with { Epochs = 1 };
        Assert.Contains("nothing to resume", Assert.Throws<UserErrorException>(() => RunFolder.Open(_output.Path, config, resume: true)).Message);

        RunFolder folder = TinyRun.Train(config, _output.Path, data, data).Folder;
        byte[] before = File.ReadAllBytes(folder.LastCheckpoint);

        Assert.Contains("--resume", Assert.Throws<UserErrorException>(() => RunFolder.Open(_output.Path, config, resume: false)).Message);
        Assert.Equal(before, File.ReadAllBytes(folder.LastCheckpoint));
    }

    [Fact]
    public void A_run_is_not_resumed_with_other_settings()
    {
        ToneDataset data = new(8, seed: 1);
        TrainingConfig config = TinyRun.Config with { Epochs = 1 };
        TinyRun.Train(config, _output.Path, data, data);

        UserErrorException error = Assert.Throws<UserErrorException>(() => TinyRun.Train(config with { Seed = 99 }, _output.Path, data, data, resume: true));

        Assert.Contains("seed: 11", error.Message);
        Assert.Contains("seed: 99", error.Message);
    }

    [Fact]
    public void Too_few_samples_for_one_batch_are_said()
    {
        ToneDataset data = new(7, seed: 1);

        Assert.Contains("batch_size", Assert.Throws<UserErrorException>(() => TinyRun.Train(TinyRun.Config, _output.Path, data, data)).Message);
    }

    public void Dispose() => _output.Dispose();
}
