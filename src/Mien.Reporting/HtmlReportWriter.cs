using System.Globalization;
using System.Text;
using Mien.Core;

namespace Mien.Reporting;

/// <summary>
/// Writes a report about one analysed input as one HTML file that needs nothing else (<see cref="HtmlPage"/>). Without scripts
/// the tables still hold the numbers.
/// </summary>
public sealed class HtmlReportWriter
{
    private readonly AnalysisReport _report;
    private readonly HtmlPage _page;

    private HtmlReportWriter(AnalysisReport report) => (_report, _page) = (report, new HtmlPage($"Emotions in {report.InputName}"));

    /// <summary>Writes a report as UTF-8.</summary>
    /// <param name="report">The content.</param>
    /// <param name="stream">Takes the file; left open.</param>
    /// <exception cref="UserErrorException">The program was built without the chart library.</exception>
    public static void Write(AnalysisReport report, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Encoding.UTF8.GetBytes(new HtmlReportWriter(report).Compose()));
    }

    private string Compose()
    {
        foreach (string notice in _report.Notices)
            _page.Notice(notice);
        _page.Facts(_report.Facts);
        foreach (ReportPerson person in _report.People)
            WritePerson(person);
        if (_report.PeopleNotShown > 0)
            _page.Element("p", string.Create(CultureInfo.InvariantCulture, $"{_report.PeopleNotShown} further people, seen more briefly, are in the CSV and JSON files."));
        if (_report.People.Count == 0 && _report.FacesLookedFor)
            _page.Element("p", "No face was found, so there is nothing to tell about faces.");
        if (_report.Voice is { } voice)
            WriteVoice(voice);
        WriteExplanation();
        return _page.End();
    }

    private void WritePerson(ReportPerson person)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"Person {person.Id}");
        _page.SectionBegin();
        _page.Element("h2", name);
        _page.Soft(person.Seen);
        if (person.Timeline.Count > 0)
            WriteTimeline($"{name}: emotion over time", person.Timeline);
        WriteShares(name, "Share of the time in which each emotion was the strongest", person.Shares, person.Means);
        if (person.KeyFrames.Count > 0)
        {
            _page.Element("h3", "Telling moments");
            _page.Pictures(person.KeyFrames);
        }
        _page.List("Lasting changes", person.Changes);
        _page.SectionEnd();
    }

    private void WriteVoice(ReportVoice voice)
    {
        _page.SectionBegin();
        _page.Element("h2", "Voice");
        _page.Soft(voice.Heard);
        if (voice.Timeline.Count > 0)
        {
            _page.Element("h3", "Where somebody speaks");
            _page.Chart(VegaLiteChart.Presence(voice.Timeline, "Voice: share of speech over time"));
        }
        if (voice.Timeline.Any(point => point.Probabilities is not null))
            WriteTimeline("Voice: emotion over time", voice.Timeline);
        WriteShares("Voice", "Share of the speech in which each emotion was the strongest", voice.Shares, voice.Means);
        _page.SectionEnd();
    }

    private void WriteTimeline(string title, IReadOnlyList<ReportPoint> points)
    {
        _page.Element("h3", title);
        _page.Chart(VegaLiteChart.Timeline(_report.Emotions, points, title + "; the table below holds the numbers"));
        WriteTimelineTable(title, points);
    }

    private void WriteShares(string name, string title, IReadOnlyList<double> shares, IReadOnlyList<double> means)
    {
        if (shares.Count == 0)
            return;
        _page.Element("h3", title);
        _page.Chart(VegaLiteChart.Shares(_report.Emotions, shares, $"{name}: {title}; the table below holds the numbers"));
        _page.Table(
            title,
            ["emotion", "strongest", "mean probability"],
            Enumerable.Range(0, shares.Count).Select(IEnumerable<string> (i) => [_report.Emotions[i], Percent(shares[i]), Percent(means[i])]),
            folded: true);
    }

    /// <summary>The chart's numbers for readers without the chart: at most about forty stretches.</summary>
    private void WriteTimelineTable(string title, IReadOnlyList<ReportPoint> points)
    {
        const int rows = 40;
        ReportPoint[] known = [.. points.Where(point => point.Probabilities is not null)];
        _page.Table(title, ["time (s)", .. _report.Emotions], known.Chunk(Math.Max(1, (known.Length + rows - 1) / rows)).Select(Row), folded: true);

        IEnumerable<string> Row(ReportPoint[] stretch) =>
        [
            string.Create(CultureInfo.InvariantCulture, $"{stretch[0].StartSeconds:0.00} to {stretch[^1].EndSeconds:0.00}"),
            .. Enumerable.Range(0, _report.Emotions.Count).Select(i => Percent(stretch.Average(point => point.Probabilities![i]))),
        ];
    }

    private void WriteExplanation()
    {
        _page.SectionBegin();
        _page.Element("h2", "How to read this");
        foreach (string sentence in ReportTexts.Explanation)
            _page.Element("p", sentence);
        _page.List("How the numbers came about", _report.Method);
        _page.Element("h2", "What these numbers are not");
        foreach (string sentence in ReportTexts.Caution)
            _page.Element("p", sentence);
        _page.SectionEnd();
    }

    private static string Percent(double value) => value.ToString("0.0%", CultureInfo.InvariantCulture);
}
