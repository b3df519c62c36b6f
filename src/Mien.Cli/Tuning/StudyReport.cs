using System.Globalization;
using Mien.Reporting;
using Mien.Training.Tuning;

namespace Mien.Cli.Tuning;

/// <summary>A study as a report for people.</summary>
internal static class StudyReport
{
    /// <summary>Composes history, importance, one plot a setting, and the table of trials.</summary>
    public static ReportDocument Compose(string name, StudyOptions study, IReadOnlyList<Trial> trials)
    {
        Trial[] completed = [.. trials.Where(trial => trial.State == TrialState.Completed)];
        Trial? best = TrialRanking.Best(trials, study.Direction);
        IReadOnlyList<KeyValuePair<string, double>> importance = ParameterImportance.Of(study.Space, trials, study.Direction);
        return new ReportDocument
        {
            Title = $"Search of settings: {name}",
            Facts =
            [
                new("trials", StudyText.Count(trials)),
                .. best is null ? Array.Empty<KeyValuePair<string, string>>() :
                [
                    new($"best {study.Metric}", string.Create(CultureInfo.InvariantCulture, $"{best.Value:0.0000} (trial {best.Number})")),
                    .. study.Space.Ranges.Keys.Select(key => KeyValuePair.Create(key, StudyText.Setting(study, best, key))),
                ],
            ],
            Notices = ["The best of many trials flatters: its score on the validation part is partly luck. Report the chosen settings on the test part, once."],
            Sections =
            [
                .. completed.Length == 0 ? [] : new[] { History(study, completed) },
                .. importance.Count == 0 ? [] : new[] { Importance(importance) },
                .. completed.Length == 0 ? [] : new[] { Settings(study, completed) },
                Table(study, trials),
            ],
        };
    }

    private static ReportSection History(StudyOptions study, Trial[] completed)
    {
        List<(string, double, double)> points = [.. completed.Select(trial => ("trial", (double)trial.Number, trial.Value!.Value))];
        double best = completed[0].Value!.Value;
        foreach (Trial trial in completed)
        {
            best = study.Direction == StudyDirection.Minimize ? Math.Min(best, trial.Value!.Value) : Math.Max(best, trial.Value!.Value);
            points.Add(("best so far", trial.Number, best));
        }
        return new ReportSection { Title = "History", Charts = [ReportChart.Points($"{study.Metric} of each completed trial", "trial", study.Metric, points, line: "best so far")] };
    }

    private static ReportSection Importance(IReadOnlyList<KeyValuePair<string, double>> importance) => new()
    {
        Title = "Which settings matter",
        Paragraphs = ["How differently the values of the best tenth of the trials lie from those of all trials (PED-ANOVA), as shares of 1. It says where to look first, not how much a setting changes the score."],
        Charts = [ReportChart.Bars("Importance", "share", [.. importance.Select(entry => (entry.Key, (double?)entry.Value, (double?)null, (double?)null))])],
    };

    private static ReportSection Settings(StudyOptions study, Trial[] completed) => new()
    {
        Title = "Score by setting",
        Charts = [.. study.Space.Ranges.Where(entry => entry.Value.Choices == 0).Select(entry => ReportChart.Points(
            entry.Key, entry.Key, study.Metric, [.. completed.Select(trial => ("trial", trial.Parameters[entry.Key], trial.Value!.Value))],
            logarithmicX: entry.Value is FloatRange { Log: true } or IntegerRange { Log: true }))],
    };

    private static ReportSection Table(StudyOptions study, IReadOnlyList<Trial> trials) => new()
    {
        Title = "Trials",
        Tables = [new ReportTable(
            "All trials",
            ["trial", "state", "epochs", study.Metric, .. study.Space.Ranges.Keys],
            [.. trials.Select(trial => (IReadOnlyList<string>)
            [
                trial.Number.ToString(CultureInfo.InvariantCulture),
                trial.Note is null ? trial.State.ToString().ToLowerInvariant() : $"{trial.State.ToString().ToLowerInvariant()}: {trial.Note}",
                trial.Reports.Count.ToString(CultureInfo.InvariantCulture),
                trial.Value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "n/a",
                .. study.Space.Ranges.Keys.Select(key => StudyText.Setting(study, trial, key)),
            ])])],
    };
}
