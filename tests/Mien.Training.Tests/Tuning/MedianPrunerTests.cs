using Mien.Training.Tuning;

namespace Mien.Training.Tests.Tuning;

public sealed class MedianPrunerTests
{
    // At step 2 the five have 0.1, 0.2, 0.3, 0.4 and 0.5.
    private static readonly Trial[] s_completed = [.. Enumerable.Range(1, 5).Select(number => Make(number, TrialState.Completed, 0.05 * number, 0.1 * number))];

    [Theory]
    [InlineData(new[] { 0.2, 0.25 }, true)]
    [InlineData(new[] { 0.2, 0.35 }, false)]
    // The best so far counts, not the latest.
    [InlineData(new[] { 0.4, 0.1 }, false)]
    public void A_trial_worse_than_the_median_at_its_step_is_given_up(double[] reports, bool expected) =>
        Assert.Equal(expected, new MedianPruner().ShouldPrune(Make(9, TrialState.Running, reports), s_completed, StudyDirection.Maximize));

    [Fact]
    public void Of_losses_the_larger_is_worse() =>
        Assert.True(new MedianPruner().ShouldPrune(Make(9, TrialState.Running, 0.6, 0.5), s_completed, StudyDirection.Minimize));

    [Fact]
    public void Nothing_is_given_up_early_or_without_others_to_compare_with()
    {
        Trial bad = Make(9, TrialState.Running, 0, 0);
        Assert.False(new MedianPruner(StartupTrials: 6).ShouldPrune(bad, s_completed, StudyDirection.Maximize));
        Assert.False(new MedianPruner(WarmupSteps: 2).ShouldPrune(bad, s_completed, StudyDirection.Maximize));
        Assert.False(new MedianPruner().ShouldPrune(Make(9, TrialState.Running, 0, 0, 0), s_completed, StudyDirection.Maximize));
        Assert.False(new MedianPruner().ShouldPrune(Make(9, TrialState.Running), s_completed, StudyDirection.Maximize));
    }

    private static Trial Make(int number, TrialState state, params double[] reports) => new()
    {
        Number = number,
        State = state,
        Parameters = new Dictionary<string, double>(),
        Value = state == TrialState.Completed ? reports[^1] : null,
        Reports = [.. reports.Select((value, index) => KeyValuePair.Create(index + 1, value))],
    };
}
