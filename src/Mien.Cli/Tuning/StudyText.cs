using System.Globalization;
using System.Text;
using Mien.Training.Tuning;

namespace Mien.Cli.Tuning;

/// <summary>A study as Markdown, for the terminal.</summary>
internal static class StudyText
{
    private const int BestShown = 5;

    /// <summary>Writes how many trials ended how, the best ones, and which settings mattered.</summary>
    public static string ToMarkdown(StudyOptions study, IReadOnlyList<Trial> trials)
    {
        StringBuilder text = new();
        text.Append($"{Count(trials)}.\n\n");
        string[] keys = [.. study.Space.Ranges.Keys];
        text.Append($"| trial | {study.Metric} | {string.Join(" | ", keys)} |\n|---:|---:|{string.Concat(keys.Select(_ => "---:|"))}\n");
        foreach (Trial trial in TrialRanking.BestFirst(trials.Where(trial => trial.State == TrialState.Completed), study.Direction).Take(BestShown))
            text.Append(CultureInfo.InvariantCulture, $"| {trial.Number} | {trial.Value:0.0000} | {string.Join(" | ", keys.Select(key => Setting(study, trial, key)))} |\n");
        IReadOnlyList<KeyValuePair<string, double>> importance = ParameterImportance.Of(study.Space, trials, study.Direction);
        if (importance.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\nWhere the best differ from the rest (PED-ANOVA): {string.Join(", ", importance.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value:P0}")))}.\n");
        if (TrialRanking.Best(trials, study.Direction) is { } best)
            text.Append($"\nThe best settings: {string.Join(' ', study.Space.Overrides(best).Select(setting => $"--set {setting}"))}\n");
        return text.ToString();
    }

    /// <summary>How many trials ended how, in words.</summary>
    public static string Count(IReadOnlyList<Trial> trials) => string.Create(
        CultureInfo.InvariantCulture,
        $"{trials.Count} trials: {string.Join(", ", Enum.GetValues<TrialState>().Select(state => $"{trials.Count(trial => trial.State == state)} {state.ToString().ToLowerInvariant()}"))}");

    /// <summary>A setting of a trial, rounded for reading.</summary>
    public static string Setting(StudyOptions study, Trial trial, string key) => study.Space.Ranges[key] is FloatRange
        ? trial.Parameters[key].ToString("G4", CultureInfo.InvariantCulture)
        : study.Space.Ranges[key].Format(trial.Parameters[key]);
}
