using System.Globalization;
using Mien.Analysis;
using Mien.Cli.Invocation;
using Mien.Core;
using Spectre.Console;

namespace Mien.Cli.Analyzing;

/// <summary>What came out, for reading in a terminal: the outcome of each input, its people and voice, and the files.</summary>
internal static class SummaryTable
{
    private const int PeopleShown = 5;
    private const int EmotionsShown = 3;

    /// <summary>Writes table, warnings and files to standard output.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<AnalysisOutcome> outcomes)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("input", "outcome", "who", "seen", "emotions (share of the time)");
        foreach (AnalysisOutcome outcome in outcomes)
            AddRows(table, outcome);
        terminal.Output.Write(table);

        foreach (AnalysisOutcome outcome in outcomes)
        {
            foreach (string warning in outcome.Result?.Warnings ?? [])
                terminal.WriteLine($"note: {outcome.Input}: {warning}");
        }
        foreach (string file in outcomes.SelectMany(outcome => outcome.Result?.Files ?? []))
            terminal.WriteLine($"wrote {Shortest(file)}");
    }

    private static string Shortest(string file) =>
        Path.GetRelativePath(Environment.CurrentDirectory, file) is { } relative && relative.Length < file.Length ? relative : file;

    private static void AddRows(Table table, AnalysisOutcome outcome)
    {
        if (outcome.Result is not { } result)
        {
            table.AddRow(Path.GetFileName(outcome.Input).EscapeMarkup(), "[red]failed[/]", "", "", outcome.Failure!.Sentence.EscapeMarkup());
            return;
        }
        TimelineSummary summary = result.Summary;
        string state = summary.Interrupted ? "[yellow]interrupted[/]" : "[green]done[/]";
        string count = string.Create(CultureInfo.InvariantCulture, $"{summary.Frames} frames in {result.Elapsed.TotalSeconds:0.0} s");
        List<(string Who, string Seen, string Emotions)> rows =
        [
            .. summary.People.Take(PeopleShown).Select(person => ($"person {person.Id}", Seen(person, summary), Emotions(person.Emotions))),
        ];
        if (summary.People.Count + summary.PeopleOmitted > PeopleShown)
            rows.Add(($"and {summary.People.Count + summary.PeopleOmitted - PeopleShown} more", "", "all are in the files"));
        if (summary.Speech is { } speech)
            rows.Add(("voice", Percent(speech.SpeechShare), speech.Emotions is null ? "no speech" : Emotions(speech.Emotions)));
        if (summary.People.Count == 0)
            rows.Insert(0, ("nobody", "", result.Header.FaceDetector is null ? "faces were not looked for" : "no face was found"));

        for (int i = 0; i < rows.Count; i++)
        {
            string input = i == 0 ? Path.GetFileName(outcome.Input) : "";
            string what = i switch { 0 => state, 1 => count, _ => "" };
            table.AddRow(input.EscapeMarkup(), what, rows[i].Who, rows[i].Seen, rows[i].Emotions);
        }
        if (rows.Count == 1)
            table.AddRow("", count, "", "", "");
    }

    private static string Seen(PersonSummary person, TimelineSummary summary) =>
        summary.Frames == 0 ? "" : Percent((double)person.Frames / summary.Frames);

    private static string Emotions(EmotionSummary? emotions)
    {
        if (emotions is null)
            return "not read";
        IEnumerable<string> shares = Enumerable.Range(0, emotions.Shares.Count)
            .OrderByDescending(i => emotions.Shares[i]).ThenByDescending(i => emotions.Means[i])
            .Where((index, rank) => rank == 0 || emotions.Shares[index] >= 0.005)
            .Take(EmotionsShown)
            .Select(i => $"{EmotionLabelSet.Shared7[i]} {Percent(emotions.Shares[i])}");
        return string.Join(", ", shares);
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
}
