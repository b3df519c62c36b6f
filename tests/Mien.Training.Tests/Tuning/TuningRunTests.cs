using Mien.Core;
using Mien.Training.Options;
using Mien.Training.Tests.Support;
using Mien.Training.Tuning;

namespace Mien.Training.Tests.Tuning;

public sealed class TuningRunTests(SpokenTones tones) : IClassFixture<SpokenTones>, IDisposable
{
    private static readonly SearchSpace s_space = new([KeyValuePair.Create<string, ParameterRange>("optimizer.learning_rate", new FloatRange { Low = 1e-4, High = 1e-1, Log = true })]);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void An_interrupted_search_goes_on_and_keeps_the_best_weights_only()
    {
        using Study study = Open();
        using CancellationTokenSource stop = new();
        // In the middle of the second trial: one of its two epochs is done.
        int epochs = 0;
        RecordedProgress interrupting = new(_ =>
        {
            if (++epochs == 3)
                stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Run(study).Execute(interrupting, stop.Token));
        Assert.Equal([TrialState.Completed, TrialState.Running], study.Trials().Select(trial => trial.State));

        RecordedProgress rest = new();
        Run(study).Execute(rest);

        Assert.Equal([2, 1, 2], rest.Epochs.Select(epoch => epoch.Epoch));
        IReadOnlyList<Trial> trials = study.Trials();
        Assert.All(trials, trial => Assert.Equal((TrialState.Completed, 2), (trial.State, trial.Reports.Count)));
        Assert.All(trials, trial => Assert.Equal(trial.Reports.Max(report => report.Value), trial.Value));
        int best = TrialRanking.Best(trials, StudyDirection.Maximize)!.Number;
        string[] weights = Directory.GetFiles(_folder.Path, "*.safetensors", SearchOption.AllDirectories);
        Assert.Equal([Path.Combine(_folder.Path, "runs", $"trial-{best}", "best.safetensors")], weights);
    }

    [Fact]
    public void Trials_that_cannot_be_trained_fail_and_three_in_a_row_end_the_search()
    {
        using Study study = Open();
        TuningRun run = new(study, new TuningOptions { Trials = 9 }, trial => Configure(trial) with { Data = new SpeechDataOptions { Root = "/nowhere" } }, _folder.Path);
        UserErrorException error = Assert.Throws<UserErrorException>(() => run.Execute(new RecordedProgress()));
        Assert.Contains("/nowhere", error.Message, StringComparison.Ordinal);
        Assert.Equal([TrialState.Failed, TrialState.Failed, TrialState.Failed], study.Trials().Select(trial => trial.State));
    }

    public void Dispose() => _folder.Dispose();

    private static Study Open() => Study.Open(":memory:", new StudyOptions { Space = s_space, Direction = StudyDirection.Maximize });

    private TuningRun Run(Study study) => new(study, new TuningOptions { Trials = 3, Sampler = new RandomSampler() }, Configure, Path.Combine(_folder.Path, "runs"));

    private TrainingConfig Configure(Trial trial) => TinyRun.Config with
    {
        Name = $"trial-{trial.Number}",
        Epochs = 2,
        Optimizer = TinyRun.Config.Optimizer with { LearningRate = trial.Parameters["optimizer.learning_rate"] },
        Data = new SpeechDataOptions
        {
            Root = tones.Root,
            MelBands = ToneDataset.Bands,
            Frames = ToneDataset.Frames,
            CacheFolder = tones.Cache,
            ValidationSpeakers = ["ravdess/05"],
            TestSpeakers = ["ravdess/06"],
        },
    };
}
