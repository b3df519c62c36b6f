using Mien.Data;
using Mien.Training.Tuning;

namespace Mien.Training.Tests.Tuning;

public sealed class SamplerTests
{
    private static readonly SearchSpace s_space = new([
        KeyValuePair.Create<string, ParameterRange>("float", new FloatRange { Low = -2, High = 3 }),
        KeyValuePair.Create<string, ParameterRange>("log", new FloatRange { Low = 1e-5, High = 1e-3, Log = true }),
        KeyValuePair.Create<string, ParameterRange>("whole", new IntegerRange { Low = 1, High = 5 }),
        KeyValuePair.Create<string, ParameterRange>("choice", new CategoricalRange { Values = ["a", "b", "c"] }),
    ]);

    public static TheoryData<string> Samplers => ["random", "tpe"];

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Draws_stay_within_their_ranges_and_reach_all_of_them(string name)
    {
        Trial[] history = [.. Search(Make(name), 300, settings => Math.Pow(settings["float"], 2))];
        Assert.All(history, trial =>
        {
            Assert.InRange(trial.Parameters["float"], -2, 3);
            Assert.InRange(trial.Parameters["log"], 1e-5, 1e-3);
        });
        Assert.Equal([1.0, 2, 3, 4, 5], history.Select(trial => trial.Parameters["whole"]).Distinct().Order());
        Assert.Equal([0.0, 1, 2], history.Select(trial => trial.Parameters["choice"]).Distinct().Order());
        // On a logarithmic axis each factor of ten is as likely as another, where nothing speaks for either.
        if (name == "random")
            Assert.InRange(history.Count(trial => trial.Parameters["log"] < 1e-4), 120, 180);
    }

    [Fact]
    public void Tpe_learns_numbers_and_choices()
    {
        double Loss(IReadOnlyDictionary<string, double> settings) =>
            Math.Abs(settings["float"] - 1) + Math.Abs(Math.Log10(settings["log"]) + 4) + Math.Abs(settings["whole"] - 4) + (settings["choice"] == 1 ? 0 : 1);
        Trial[] late = [.. Search(new TpeSampler(), 120, Loss).Skip(80)];
        Trial[] lateRandom = [.. Search(new RandomSampler(), 120, Loss).Skip(80)];
        Assert.True(late.Average(trial => trial.Value!.Value) < 0.6 * lateRandom.Average(trial => trial.Value!.Value));
        Assert.True(late.Count(trial => trial.Parameters["choice"] == 1) > 20, "The good choice must be tried most often.");
        Assert.True(late.Count(trial => trial.Parameters["whole"] == 4) > 14, "The good number must be tried most often.");
    }

    [Fact]
    public void Running_trials_keep_others_away_from_the_same_place()
    {
        Trial[] history = [.. Search(new RandomSampler(), 40, settings => Math.Abs(settings["float"] - 1))];
        double Share(IReadOnlyList<Trial> trials) => Enumerable.Range(0, 400).Count(draw =>
            Math.Abs(new TpeSampler().Draw(s_space, trials, StudyDirection.Minimize, new SampleRandom(9, draw))["float"] - 1) < 0.3) / 400.0;
        Trial[] crowded = [.. history, .. Enumerable.Range(0, 8).Select(index => history[0] with
        {
            Number = 40 + index,
            State = TrialState.Running,
            Value = null,
            Parameters = new Dictionary<string, double>(history[0].Parameters) { ["float"] = 0.85 + 0.04 * index },
        })];
        Assert.True(Share(history) > 0.3 && Share(crowded) < 0.7 * Share(history), $"{Share(crowded)} of the draws are near the running trials, {Share(history)} without them.");
    }

    [Fact]
    public void Pruned_and_failed_trials_rank_after_completed_ones()
    {
        Trial Make(int number, TrialState state, double? value, params (int Step, double Value)[] reports) => new()
        {
            Number = number,
            State = state,
            Value = value,
            Parameters = new Dictionary<string, double>(),
            Reports = [.. reports.Select(report => KeyValuePair.Create(report.Step, report.Value))],
        };
        Trial[] trials =
        [
            Make(0, TrialState.Failed, null), Make(1, TrialState.Pruned, null, (1, 0.9)), Make(2, TrialState.Completed, 0.3), Make(3, TrialState.Running, null),
            Make(4, TrialState.Completed, 0.5), Make(5, TrialState.Pruned, null, (1, 0.1), (2, 0.2)), Make(6, TrialState.Pruned, null, (1, 0.1), (2, 0.4)),
        ];
        Assert.Equal([4, 2, 6, 5, 1, 0], TrialRanking.BestFirst(trials, StudyDirection.Maximize).Select(trial => trial.Number));
        Assert.Equal(2, TrialRanking.Best(trials, StudyDirection.Minimize)!.Number);
    }

    [Fact]
    public void What_moves_the_value_is_important()
    {
        Trial[] history = [.. Search(new RandomSampler(), 100, settings => Math.Pow(settings["float"] - 1, 2) + 0.01 * settings["whole"])];
        IReadOnlyList<KeyValuePair<string, double>> importance = ParameterImportance.Of(s_space, history, StudyDirection.Minimize);
        Assert.Equal("float", importance[0].Key);
        Assert.True(importance[0].Value > 0.5);
        Assert.Equal(1, importance.Sum(entry => entry.Value), 1e-9);
        Assert.Empty(ParameterImportance.Of(s_space, history.Take(9), StudyDirection.Minimize));
    }

    private static IParameterSampler Make(string name) => name == "tpe" ? new TpeSampler() : new RandomSampler();

    private static IReadOnlyList<Trial> Search(IParameterSampler sampler, int trials, Func<IReadOnlyDictionary<string, double>, double> loss)
    {
        List<Trial> history = [];
        for (int number = 0; number < trials; number++)
        {
            IReadOnlyDictionary<string, double> settings = sampler.Draw(s_space, history, StudyDirection.Minimize, new SampleRandom(7, number));
            history.Add(new Trial { Number = number, State = TrialState.Completed, Parameters = settings, Value = loss(settings) });
        }
        return history;
    }
}
