using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mien.Core;

namespace Mien.Reporting;

/// <summary>
/// Writes a report as one HTML file that needs nothing else: style, scripts, the chart library and pictures are inside,
/// and a content security policy forbids the page to load anything. Every text is escaped; chart data are JSON in which
/// no character can end a script. Without scripts the tables still hold the numbers.
/// </summary>
public sealed class HtmlReportWriter
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; base-uri 'none'; form-action 'none'";

    // The default encoder writes <, >, & and quotes as \uXXXX, so the data cannot end the script element that holds them.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Default };

    private readonly StringBuilder _html = new();
    private readonly AnalysisReport _report;
    private int _charts;

    private HtmlReportWriter(AnalysisReport report) => _report = report;

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
        string title = $"Emotions in {_report.InputName}";
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        _html.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n");
        _html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        _html.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title>\n<style>\n{ReportAssets.Read("report.css")}</style>\n</head>\n<body>\n<main>\n");
        Element("h1", title);
        foreach (string notice in _report.Notices)
            _html.Append(CultureInfo.InvariantCulture, $"<p class=\"notice\" role=\"note\">{Escape(notice)}</p>\n");
        WriteFacts();
        foreach (ReportPerson person in _report.People)
            WritePerson(person);
        if (_report.PeopleNotShown > 0)
            Element("p", string.Create(CultureInfo.InvariantCulture, $"{_report.PeopleNotShown} further people, seen more briefly, are in the CSV and JSON files."));
        if (_report.People.Count == 0 && _report.FacesLookedFor)
            Element("p", "No face was found, so there is nothing to tell about faces.");
        if (_report.Voice is { } voice)
            WriteVoice(voice);
        WriteExplanation();
        _html.Append("</main>\n");
        WriteScripts();
        return _html.Append("</body>\n</html>\n").ToString();
    }

    private void WriteFacts()
    {
        _html.Append("<header class=\"facts\">\n<dl>\n");
        foreach ((string name, string value) in _report.Facts)
            _html.Append(CultureInfo.InvariantCulture, $"<dt>{Escape(name)}</dt><dd>{Escape(value)}</dd>\n");
        _html.Append("</dl>\n</header>\n");
    }

    private void WritePerson(ReportPerson person)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"Person {person.Id}");
        _html.Append("<section>\n");
        Element("h2", name);
        _html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{Escape(person.Seen)}</p>\n");
        if (person.Timeline.Count > 0)
            WriteTimeline($"{name}: emotion over time", person.Timeline);
        WriteShares(name, "Share of the time in which each emotion was the strongest", person.Shares, person.Means);
        if (person.KeyFrames.Count > 0)
        {
            Element("h3", "Telling moments");
            _html.Append("<ul class=\"pictures\">\n");
            foreach (ReportPicture picture in person.KeyFrames)
                WritePicture(picture);
            _html.Append("</ul>\n");
        }
        WriteList("Lasting changes", person.Changes);
        _html.Append("</section>\n");
    }

    private void WriteVoice(ReportVoice voice)
    {
        _html.Append("<section>\n");
        Element("h2", "Voice");
        _html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{Escape(voice.Heard)}</p>\n");
        if (voice.Timeline.Count > 0)
        {
            Element("h3", "Where somebody speaks");
            WriteChart(VegaLiteChart.Presence(voice.Timeline, "Voice: share of speech over time"));
        }
        if (voice.Timeline.Any(point => point.Probabilities is not null))
            WriteTimeline("Voice: emotion over time", voice.Timeline);
        WriteShares("Voice", "Share of the speech in which each emotion was the strongest", voice.Shares, voice.Means);
        _html.Append("</section>\n");
    }

    private void WriteTimeline(string title, IReadOnlyList<ReportPoint> points)
    {
        Element("h3", title);
        WriteChart(VegaLiteChart.Timeline(_report.Emotions, points, title + "; the table below holds the numbers"));
        WriteTimelineTable(title, points);
    }

    private void WriteShares(string name, string title, IReadOnlyList<double> shares, IReadOnlyList<double> means)
    {
        if (shares.Count == 0)
            return;
        Element("h3", title);
        WriteChart(VegaLiteChart.Shares(_report.Emotions, shares, $"{name}: {title}; the table below holds the numbers"));
        TableBegin(title, ["emotion", "strongest", "mean probability"]);
        for (int i = 0; i < shares.Count; i++)
            TableRow([_report.Emotions[i], Percent(shares[i]), Percent(means[i])]);
        TableEnd();
    }

    /// <summary>The chart's numbers for readers without the chart: at most about forty stretches.</summary>
    private void WriteTimelineTable(string title, IReadOnlyList<ReportPoint> points)
    {
        const int rows = 40;
        ReportPoint[] known = [.. points.Where(point => point.Probabilities is not null)];
        TableBegin(title, ["time (s)", .. _report.Emotions]);
        foreach (ReportPoint[] stretch in known.Chunk(Math.Max(1, (known.Length + rows - 1) / rows)))
        {
            string time = string.Create(CultureInfo.InvariantCulture, $"{stretch[0].StartSeconds:0.00} to {stretch[^1].EndSeconds:0.00}");
            TableRow([time, .. Enumerable.Range(0, _report.Emotions.Count).Select(i => Percent(stretch.Average(point => point.Probabilities![i])))]);
        }
        TableEnd();
    }

    private void WritePicture(ReportPicture picture)
    {
        string caption = Escape(picture.Caption);
        _html.Append(CultureInfo.InvariantCulture,
            $"<li><figure><img alt=\"{caption}\" width=\"{picture.Width}\" height=\"{picture.Height}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(picture.Jpeg)}\"><figcaption>{caption}</figcaption></figure></li>\n");
    }

    private void WriteExplanation()
    {
        _html.Append("<section>\n");
        Element("h2", "How to read this");
        foreach (string sentence in ReportTexts.Explanation)
            Element("p", sentence);
        WriteList("How the numbers came about", _report.Method);
        Element("h2", "What these numbers are not");
        foreach (string sentence in ReportTexts.Caution)
            Element("p", sentence);
        _html.Append("</section>\n");
    }

    private void WriteChart(JsonObject spec)
    {
        int number = ++_charts;
        _html.Append(CultureInfo.InvariantCulture, $"<div class=\"chart\" data-spec=\"spec-{number}\"></div>\n<script type=\"application/json\" id=\"spec-{number}\">");
        _html.Append(spec.ToJsonString(s_json)).Append("</script>\n");
    }

    private void WriteScripts()
    {
        _html.Append("<!-- Vega, Vega-Lite and Vega-Embed, which draw the charts:\n").Append(ReportAssets.Read("vega.LICENSE").Replace("--", "- -", StringComparison.Ordinal)).Append("-->\n");
        foreach (string name in ReportAssets.Scripts)
            _html.Append("<script>").Append(ReportAssets.Read(name).Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)).Append("</script>\n");
    }

    private void WriteList(string title, IReadOnlyList<string> sentences)
    {
        if (sentences.Count == 0)
            return;
        Element("h3", title);
        _html.Append("<ul>\n");
        foreach (string sentence in sentences)
            Element("li", sentence);
        _html.Append("</ul>\n");
    }

    private void TableBegin(string title, IEnumerable<string> columns)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<details><summary>The numbers as a table</summary><div class=\"scroll\"><table><caption>{Escape(title)}</caption><thead><tr>");
        foreach (string column in columns)
            _html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Escape(column)}</th>");
        _html.Append("</tr></thead><tbody>\n");
    }

    private void TableRow(IEnumerable<string> cells)
    {
        _html.Append("<tr>");
        foreach (string cell in cells)
            _html.Append(CultureInfo.InvariantCulture, $"<td>{Escape(cell)}</td>");
        _html.Append("</tr>\n");
    }

    private void TableEnd() => _html.Append("</tbody></table></div></details>\n");

    private void Element(string name, string text) => _html.Append(CultureInfo.InvariantCulture, $"<{name}>{Escape(text)}</{name}>\n");

    private static string Percent(double value) => value.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
