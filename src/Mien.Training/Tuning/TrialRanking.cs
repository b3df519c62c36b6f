namespace Mien.Training.Tuning;

/// <summary>Puts finished trials in order.</summary>
public static class TrialRanking
{
    /// <summary>
    /// Completed trials by value; then pruned ones, those that came further and were better there first; then failed ones. Running
    /// ones are left out.
    /// </summary>
    public static IEnumerable<Trial> BestFirst(IEnumerable<Trial> trials, StudyDirection direction) => trials
        .Where(trial => trial.State != TrialState.Running)
        .OrderBy(trial => trial.State switch { TrialState.Completed => 0, TrialState.Pruned => 1, _ => 2 })
        .ThenByDescending(trial => trial.State == TrialState.Pruned && trial.Reports.Count > 0 ? trial.Reports[^1].Key : 0)
        .ThenBy(trial => Badness(trial.State == TrialState.Completed ? trial.Value : trial.Reports.Count > 0 ? trial.Reports[^1].Value : null, direction))
        .ThenBy(trial => trial.Number);

    /// <summary>The best completed trial; null where none is.</summary>
    public static Trial? Best(IEnumerable<Trial> trials, StudyDirection direction) =>
        BestFirst(trials.Where(trial => trial.State == TrialState.Completed), direction).FirstOrDefault();

    private static double Badness(double? value, StudyDirection direction) => value switch
    {
        null => double.PositiveInfinity,
        { } number => direction == StudyDirection.Minimize ? number : -number,
    };
}
