using Mien.Core;
using Mien.Training.CrossValidation;
using Mien.Training.Evaluation;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.CrossValidation;

public sealed class CrossValidationRunTests(SpokenTones tones) : IClassFixture<SpokenTones>, IDisposable
{
    private static readonly PersonFolds s_folds = new("pairs", [["ravdess/01", "ravdess/02"], ["ravdess/03", "ravdess/04"], ["ravdess/05", "ravdess/06"]]);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void An_interrupted_cross_validation_goes_on_and_ends_in_the_same_numbers()
    {
        CrossValidationResult whole = Run("whole").Execute(new RecordedProgress());
        using CancellationTokenSource stop = new();
        int epochs = 0;
        // In the middle of the second fold: one of its two epochs is done.
        RecordedProgress interrupting = new(_ =>
        {
            if (++epochs == 3)
                stop.Cancel();
        });
        CrossValidationRun run = Run("interrupted");
        Assert.ThrowsAny<OperationCanceledException>(() => run.Execute(interrupting, stop.Token));
        DateTime firstFold = File.GetLastWriteTimeUtc(Path.Combine(run.Folder, "fold-1", "best.safetensors"));
        RecordedProgress rest = new();

        CrossValidationResult result = Run("interrupted").Execute(rest);

        Assert.Equal([2, 1, 2], rest.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(firstFold, File.GetLastWriteTimeUtc(Path.Combine(run.Folder, "fold-1", "best.safetensors")));
        Assert.Equal(whole.Spread, result.Spread);
        Assert.Equal(48, result.Pooled.Predictions.Count);
        for (int sample = 0; sample < 48; sample++)
            Assert.Equal(whole.Pooled.Predictions.Probabilities(sample), result.Pooled.Predictions.Probabilities(sample));
        RequireEveryPersonTestedOnce(whole);

        UserErrorException error = Assert.Throws<UserErrorException>(() => Run("whole", epochs: 1).Execute(new RecordedProgress()));
        Assert.Contains("other settings", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_without_people_are_refused() => Assert.Throws<UserErrorException>(() => new CrossValidationRun(
        TinyRun.Config with { Data = new FaceDataOptions() }, s_folds, _folder.Path, 1, new EvaluationOptions()));

    public void Dispose() => _folder.Dispose();

    private static void RequireEveryPersonTestedOnce(CrossValidationResult result)
    {
        Assert.Equal([16L, 16, 16], result.Folds.Select(fold => fold.Scores.Scores.Samples));
        Assert.Equal(["ravdess/03", "ravdess/05", "ravdess/01"], result.Folds.Select(fold => Assert.Single(fold.ValidationPeople)));
        Assert.Equal(
            Enumerable.Range(1, 6).Select(actor => ($"ravdess/{actor:00}", 8L)),
            result.Pooled.Groups.Where(group => group.Kind == "person").Select(group => (group.Name, group.Scores.Samples)));
        Assert.Equal([("female", 24L), ("male", 24L)], result.Pooled.Groups.Where(group => group.Kind == "sex").Select(group => (group.Name, group.Scores.Samples)));
        double[] accuracies = [.. result.Folds.Select(fold => fold.Scores.Scores.Accuracy)];
        ScoreSpread spread = result.Spread.Single(score => score.Metric == "accuracy");
        Assert.Equal(accuracies.Average(), spread.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(accuracies.Sum(value => Math.Pow(value - accuracies.Average(), 2)) / 2), spread.Deviation, 1e-12);
        Assert.Equal(result.Pooled.All!.Scores.Accuracy, spread.Mean, 1e-12); // folds of equal size
    }

    private CrossValidationRun Run(string name, int epochs = 2) => new(
        TinyRun.Config with
        {
            Name = name,
            Epochs = epochs,
            Data = new SpeechDataOptions
            {
                Root = tones.Root,
                MelBands = ToneDataset.Bands,
                Frames = ToneDataset.Frames,
                CacheFolder = tones.Cache,
                ExcludedSpeakers = ["ravdess/01"],
            },
        },
        s_folds,
        _folder.Path,
        validationPeople: 1,
        new EvaluationOptions { BootstrapResamples = 10 });
}
