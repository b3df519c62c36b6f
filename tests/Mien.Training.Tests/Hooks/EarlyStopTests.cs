using Mien.Training.Checkpoints;
using Mien.Training.Configuration;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Hooks;

public sealed class EarlyStopTests : IDisposable
{
    private static readonly ToneDataset s_data = new(16, seed: 1);

    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_run_that_grows_no_better_ends_and_says_so()
    {
        (TrainingState state, RunFolder folder, RecordedProgress progress) = TinyRun.Train(TinyRun.ConfigToStop, _output.Path, s_data, s_data);

        int best = state.BestEpoch;
        Assert.Equal(best + 2, state.EpochsDone);
        Assert.Equal(state.EpochsDone, progress.Epochs.Count);
        Assert.True(state.EpochsDone < TinyRun.ConfigToStop.Epochs);
        Assert.Contains(progress.Notes, note => note.Contains($"Stopped early, after epoch {state.EpochsDone} of 20", StringComparison.Ordinal) && note.Contains("uar", StringComparison.Ordinal));
        Assert.Equal(state.EpochsDone + 1, File.ReadAllLines(folder.CsvLog).Length);
    }

    [Fact]
    public void A_resumed_run_counts_on_and_one_that_has_ended_makes_no_further_step()
    {
        int whole = TinyRun.Train(TinyRun.ConfigToStop, Path.Combine(_output.Path, "whole"), s_data, s_data).State.EpochsDone;
        string interrupted = Path.Combine(_output.Path, "interrupted");
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => TinyRun.Train(
            TinyRun.ConfigToStop, interrupted, s_data, s_data, epochEnded: epoch => { if (epoch.Epoch == whole - 1) stop.Cancel(); }, cancellationToken: stop.Token));

        (TrainingState state, _, RecordedProgress progress) = TinyRun.Train(TinyRun.ConfigToStop, interrupted, s_data, s_data, resume: true);
        Assert.Equal([whole], progress.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(whole, state.EpochsDone);

        (TrainingState again, _, RecordedProgress silent) = TinyRun.Train(TinyRun.ConfigToStop, interrupted, s_data, s_data, resume: true);
        Assert.Equal(state, again);
        Assert.Empty(silent.Steps);
        Assert.Contains(silent.Notes, note => note.StartsWith("Stopped early", StringComparison.Ordinal));
    }

    [Fact]
    public void Small_gains_do_not_count_and_do_not_add_up_unseen()
    {
        EarlyStopOptions options = new() { Epochs = 2, MinChange = 0.05 };
        TrainingState state = TrainingState.Start;
        List<bool> due = [];
        foreach (double value in (double[])[0.50, 0.53, 0.56, 0.58, double.NaN, 0.60])
        {
            state = state.AfterEpoch(steps: 3, value, options.MinChange);
            due.Add(options.IsDue(state));
        }

        // 0.56 is more than 0.05 above 0.50, the last gain; 0.60 is the best but no gain over 0.56.
        Assert.Equal([false, false, false, false, true, true], due);
        Assert.Equal((3, 0.56, 6, 0.60, 18L), (state.GainEpoch, state.GainValue, state.BestEpoch, state.BestValue, state.StepsDone));
        Assert.False(new EarlyStopOptions().IsDue(state));
        Assert.False(options.IsDue(state with { StepInEpoch = 1 }));
    }

    [Fact]
    public void It_is_set_in_the_config_and_needs_a_score()
    {
        string yaml = ConfigWriter.Write(TinyRun.Config with { EarlyStop = new EarlyStopOptions { Epochs = 3, MinChange = 0.01 } });
        using TemporaryFolder folder = new();
        string path = folder.Write("run.yaml", yaml);

        Assert.Equal(new EarlyStopOptions { Epochs = 3, MinChange = 0.01 }, TrainingRun.LoadConfig(path).EarlyStop);
        Assert.Contains("early_stop", Assert.Throws<Core.UserErrorException>(() => TrainingRun.LoadConfig(path, ["select_by=last"])).Message);
    }
}
