namespace Mien.Training.Tuning;

/// <summary>
/// Gives a trial up whose best value so far is worse than the median of what completed trials had at the same step (the median
/// stopping rule of Golovin et al., "Google Vizier", KDD 2017).
/// </summary>
/// <param name="StartupTrials">Completed trials that must be there first.</param>
/// <param name="WarmupSteps">Steps that every trial is given.</param>
public sealed record MedianPruner(int StartupTrials = 5, int WarmupSteps = 0)
{
    /// <summary>Whether to give a trial up after its latest report.</summary>
    /// <param name="trial">The trial with its reports.</param>
    /// <param name="others">The study's trials.</param>
    /// <param name="direction">Which values are good.</param>
    public bool ShouldPrune(Trial trial, IReadOnlyList<Trial> others, StudyDirection direction)
    {
        Trial[] completed = [.. others.Where(other => other.State == TrialState.Completed)];
        if (trial.Reports.Count == 0 || completed.Length < StartupTrials || trial.Reports[^1].Key <= WarmupSteps)
            return false;
        int step = trial.Reports[^1].Key;
        double[] there = [.. completed.SelectMany(other => other.Reports).Where(report => report.Key == step).Select(report => report.Value).Order()];
        if (there.Length < StartupTrials)
            return false;
        double median = (there[(there.Length - 1) / 2] + there[there.Length / 2]) / 2;
        IEnumerable<double> own = trial.Reports.Select(report => report.Value);
        return direction == StudyDirection.Minimize ? own.Min() > median : own.Max() < median;
    }
}
