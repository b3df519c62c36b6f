using Mien.Training.Tests.Support;
using Mien.Training.Tuning;

namespace Mien.Training.Tests.Tuning;

/// <summary>Real processes that share a study, one of which is killed.</summary>
public sealed class StudyProcessTests : IDisposable
{
    private const int Trials = 16;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Processes_share_a_study_and_a_killed_ones_trial_is_taken_over()
    {
        string path = Path.Combine(_folder.Path, "study.db");
        // The first is slow enough to be killed in the middle of a trial.
        using WorkerProcess killed = WorkerProcess.Start(["tune", path, $"{Trials}", "100000"]);
        await killed.WaitForAsync("begin 0");
        using WorkerProcess beside = WorkerProcess.Start(["tune", path, "4", "10"]);
        string[] whileAlive = (await beside.SucceedAsync()).Split('\n');
        Assert.Empty(Numbers(whileAlive, "take"));
        killed.Kill();
        await killed.WaitAsync();
        using WorkerProcess left = WorkerProcess.Start(["tune", path, $"{Trials}", "10"]), right = WorkerProcess.Start(["tune", path, $"{Trials}", "10"]);
        string[] said = [.. whileAlive, .. (await left.SucceedAsync()).Split('\n'), .. (await right.SucceedAsync()).Split('\n')];

        Assert.Equal(Enumerable.Range(1, Trials - 1), Numbers(said, "begin"));
        Assert.Equal([0], Numbers(said, "take"));
        Assert.Equal(Enumerable.Range(0, Trials), Numbers(said, "end"));
        using Study study = Study.Open(path, new StudyOptions
        {
            Space = new SearchSpace([KeyValuePair.Create<string, ParameterRange>("x", new FloatRange { Low = -4, High = 4 })]),
            Direction = StudyDirection.Minimize,
        });
        IReadOnlyList<Trial> trials = study.Trials();
        Assert.Equal(Enumerable.Range(0, Trials), trials.Select(trial => trial.Number));
        Assert.All(trials, trial =>
        {
            Assert.Equal(TrialState.Completed, trial.State);
            Assert.Equal(Math.Pow(trial.Parameters["x"] - 1, 2), trial.Value!.Value, 1e-12);
            Assert.Equal([1, 2, 3], trial.Reports.Select(report => report.Key));
        });
        Assert.Null(study.Begin(new RandomSampler(), Trials));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<int> Numbers(IEnumerable<string> said, string word) =>
        said.Where(line => line.StartsWith(word + " ", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[1])).Order();
}
