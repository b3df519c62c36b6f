using Mien.Core;
using Mien.Training.Tuning;

namespace Mien.Training.Tests.Tuning;

public sealed class StudyTests : IDisposable
{
    private static readonly SearchSpace s_space = new([
        KeyValuePair.Create<string, ParameterRange>("rate", new FloatRange { Low = 1e-5, High = 1e-3, Log = true }),
        KeyValuePair.Create<string, ParameterRange>("kind", new CategoricalRange { Values = ["a", "b"] }),
    ]);

    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "inner", "study.db");

    [Fact]
    public void A_study_holds_its_trials_between_sittings()
    {
        IReadOnlyDictionary<string, double> first;
        using (Study study = Open(seed: 3))
        {
            Trial trial = study.Begin(new RandomSampler(), 4)!;
            first = trial.Parameters;
            study.Report(0, 2, 0.5);
            study.Report(0, 1, 0.25);
            study.Report(0, 2, 0.75);
            study.Report(0, 3, double.NaN);
            study.Complete(0, 0.75);
            study.Begin(new RandomSampler(), 4);
            study.Prune(1);
            study.Begin(new RandomSampler(), 4);
            study.Fail(2, "no luck");
            study.Begin(new RandomSampler(), 4);
            study.Complete(3, double.PositiveInfinity);
            Assert.Null(study.Begin(new RandomSampler(), 4));
        }
        using Study again = Open(seed: 3);
        IReadOnlyList<Trial> trials = again.Trials();
        Assert.Equal([TrialState.Completed, TrialState.Pruned, TrialState.Failed, TrialState.Failed], trials.Select(trial => trial.State));
        Assert.Equal(first, trials[0].Parameters);
        Assert.Equal([new(1, 0.25), new(2, 0.75)], trials[0].Reports);
        Assert.Equal((0.75, "no luck"), (trials[0].Value, trials[2].Note));
        Assert.Equal(4, trials.Select(trial => trial.Parameters["rate"]).Distinct().Count());
        Assert.Equal(4, again.Begin(new RandomSampler(), 5)!.Number);
    }

    [Fact]
    public void The_same_seed_draws_the_same_trials_and_another_others()
    {
        double[] Draw(long seed)
        {
            using Study study = Study.Open(":memory:", Options(seed));
            return [.. Enumerable.Range(0, 3).Select(_ => study.Begin(new RandomSampler(), 3)!.Parameters["rate"])];
        }
        Assert.Equal(Draw(5), Draw(5));
        Assert.NotEqual(Draw(5), Draw(6));
    }

    [Fact]
    public void A_study_of_another_search_is_refused_with_the_difference()
    {
        Open(seed: 1).Dispose();
        Assert.Contains("another seed: 1 there, 2 now", Refused(Options(2)), StringComparison.Ordinal);
        Assert.Contains("direction", Refused(Options(1) with { Direction = StudyDirection.Maximize }), StringComparison.Ordinal);
        Assert.Contains("epochs: 2 now", Refused(Options(1) with { FixedSettings = "name: x\nepochs: 2" }), StringComparison.Ordinal);
        Assert.Contains("search space", Refused(Options(1) with { Space = new SearchSpace([s_space.Ranges.First()]) }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_database_is_refused()
    {
        string path = _folder.Write("notes.db", new string('x', 5000));
        Assert.Contains(path, Assert.Throws<UserErrorException>(() => Study.Open(path, Options(1))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static StudyOptions Options(long seed) => new() { Space = s_space, Direction = StudyDirection.Minimize, Seed = seed, FixedSettings = "name: x\nepochs: 3" };

    private Study Open(long seed) => Study.Open(File, Options(seed));

    private string Refused(StudyOptions options) => Assert.Throws<UserErrorException>(() => Study.Open(File, options)).Message;
}
