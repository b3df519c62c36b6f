using Mien.Core;
using Mien.Data;
using Mien.Training.Options;
using Mien.Training.Progress;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Interruptions;

/// <summary>A run that is stopped inside an epoch ends in the weights of one that never was, bit for bit.</summary>
public sealed class ResumeInsideEpochTests : IDisposable
{
    private const int StepsPerEpoch = 5;

    private static readonly TrainingConfig s_config = TinyRun.Config with { Epochs = 3, MixUpAlpha = 0.2f };
    private static readonly ToneDataset s_training = new(StepsPerEpoch * TinyRun.Config.BatchSize + 3, seed: 1);
    private static readonly ToneDataset s_validation = new(16, seed: 2);

    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(2, StepsPerEpoch)]
    [InlineData(3, 4)]
    public void After_any_step(int epoch, int step)
    {
        RunFolder whole = Train("whole", s_training), interrupted;
        using (CancellationTokenSource stop = new())
        {
            Assert.ThrowsAny<OperationCanceledException>(() => Train("interrupted", s_training, onStep: made =>
            {
                if ((made.Epoch, made.Step) == (epoch, step))
                    stop.Cancel();
            }, stop: stop.Token));
        }
        List<StepReport> steps = [];
        interrupted = Train("interrupted", s_training, onStep: steps.Add, resume: true);

        // The step after which the run is asked to stop is the last it makes but one.
        Assert.True(steps.Count <= (s_config.Epochs - epoch) * StepsPerEpoch + StepsPerEpoch - step, $"{steps.Count} steps were made again.");
        StoredTensors.AssertSame(whole.LastCheckpoint, interrupted.LastCheckpoint);
        StoredTensors.AssertSame(whole.BestModel, interrupted.BestModel);
        AssertSameLosses(whole, interrupted);
    }

    [Fact]
    public void After_several_stops_in_one_epoch()
    {
        RunFolder whole = Train("whole", s_training);
        bool resume = false, done = false;
        for (int sitting = 0; !done && sitting < 40; sitting++)
        {
            using CancellationTokenSource stop = new();
            try
            {
                Train("interrupted", s_training, onStep: _ => stop.Cancel(), resume: resume, stop: stop.Token);
                done = true;
            }
            catch (OperationCanceledException)
            {
                resume = true;
            }
        }

        Assert.True(done);
        StoredTensors.AssertSame(whole.LastCheckpoint, Path.Combine(_output.Path, "interrupted", "tiny", "last.safetensors"));
    }

    [Fact]
    public void After_a_sample_could_not_be_read_and_the_message_says_which()
    {
        RunFolder whole = Train("whole", s_training);
        FaultyDataset broken = new(s_training, soundReads: StepsPerEpoch * s_config.BatchSize + 17, _ => throw new UserErrorException("The picture data/face_7.png cannot be read; copy it again."));

        UserErrorException error = Assert.Throws<UserErrorException>(() => Train("broken", broken));
        RunFolder mended = Train("broken", s_training, resume: true);

        Assert.Contains("data/face_7.png", error.Message);
        Assert.Contains("--resume", error.Message);
        StoredTensors.AssertSame(whole.LastCheckpoint, mended.LastCheckpoint);
    }

    [Fact]
    public void A_loss_that_is_no_number_leaves_the_last_good_checkpoint_as_it_was()
    {
        FaultyDataset broken = new(s_training, soundReads: 2 * StepsPerEpoch * s_config.BatchSize, sample => sample.Input.Fill(float.NaN));
        string checkpoint = Path.Combine(_output.Path, "broken", "tiny", "last.safetensors");

        UserErrorException error = Assert.Throws<UserErrorException>(() => Train("broken", broken));

        Assert.Contains("The loss is not a number", error.Message);
        Assert.Contains("epoch 3, step 1", error.Message);
        Assert.All(StoredTensors.Numbers(checkpoint), tensor => Assert.All(tensor.Value, number => Assert.True(float.IsFinite(number), tensor.Key)));
    }

    [Fact]
    public void A_checkpoint_every_so_many_steps_is_what_a_killed_run_goes_on_from()
    {
        List<long> sizes = [];
        string checkpoint = Path.Combine(_output.Path, "whole", "tiny", "last.safetensors");
        Train("whole", s_training, config: s_config with { CheckpointSteps = 2 }, onStep: made => sizes.Add(File.Exists(checkpoint) ? new FileInfo(checkpoint).Length : 0));

        // Progress is told before the checkpoint of the step is written.
        Assert.Equal([0, 0], sizes[..2]);
        Assert.True(sizes[2] > 0);
    }

    private RunFolder Train(string output, IEmotionDataset training, Action<StepReport>? onStep = null, bool resume = false, TrainingConfig? config = null, CancellationToken stop = default)
    {
        RunFolder folder = RunFolder.Open(Path.Combine(_output.Path, output), config ?? s_config, resume);
        using Trainer trainer = new(config ?? s_config, training, s_validation, folder, new StepProgress(onStep));
        trainer.Run(resume, stop);
        return folder;
    }

    private static void AssertSameLosses(RunFolder expected, RunFolder actual) =>
        Assert.Equal(Losses(expected), Losses(actual));

    // Epoch and training loss; the other columns are times.
    private static string[] Losses(RunFolder folder) => [.. File.ReadLines(Path.Combine(folder.Path, "log.csv")).Select(line => string.Join(',', line.Split(',')[..2]))];

    private sealed class StepProgress(Action<StepReport>? stepped) : ITrainingProgress
    {
        public void Note(string message)
        {
        }

        public void Step(StepReport step) => stepped?.Invoke(step);

        public void Epoch(EpochReport epoch)
        {
        }
    }
}
