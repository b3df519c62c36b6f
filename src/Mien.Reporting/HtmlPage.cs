using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mien.Reporting;

/// <summary>
/// Composes one HTML page that needs nothing else: style, scripts, the chart library and pictures are inside, and a content
/// security policy forbids the page to load anything. Every text is escaped; chart data are JSON in which no character can
/// end a script.
/// </summary>
internal sealed class HtmlPage
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; base-uri 'none'; form-action 'none'";

    // The default encoder writes <, >, & and quotes as \uXXXX, so the data cannot end the script element that holds them.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Default };

    private readonly StringBuilder _html = new();
    private int _charts;

    /// <summary>Begins a page with its title.</summary>
    public HtmlPage(string title)
    {
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        _html.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n");
        _html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        _html.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title>\n<style>\n{ReportAssets.Read("report.css")}</style>\n</head>\n<body>\n<main>\n");
        Element("h1", title);
    }

    /// <summary>Adds an element that holds a text.</summary>
    public void Element(string name, string text) => _html.Append(CultureInfo.InvariantCulture, $"<{name}>{Escape(text)}</{name}>\n");

    /// <summary>Adds a paragraph of less weight.</summary>
    public void Soft(string text) => _html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{Escape(text)}</p>\n");

    /// <summary>Adds a sentence that the reader must see.</summary>
    public void Notice(string text) => _html.Append(CultureInfo.InvariantCulture, $"<p class=\"notice\" role=\"note\">{Escape(text)}</p>\n");

    /// <summary>Adds names with their values.</summary>
    public void Facts(IEnumerable<KeyValuePair<string, string>> facts)
    {
        _html.Append("<header class=\"facts\">\n<dl>\n");
        foreach ((string name, string value) in facts)
            _html.Append(CultureInfo.InvariantCulture, $"<dt>{Escape(name)}</dt><dd>{Escape(value)}</dd>\n");
        _html.Append("</dl>\n</header>\n");
    }

    /// <summary>Begins a framed part of the page.</summary>
    public void SectionBegin() => _html.Append("<section>\n");

    /// <summary>Ends it.</summary>
    public void SectionEnd() => _html.Append("</section>\n");

    /// <summary>Adds a chart.</summary>
    /// <param name="spec">Its Vega-Lite specification.</param>
    public void Chart(JsonObject spec)
    {
        int number = ++_charts;
        _html.Append(CultureInfo.InvariantCulture, $"<div class=\"chart\" data-spec=\"spec-{number}\"></div>\n<script type=\"application/json\" id=\"spec-{number}\">");
        _html.Append(spec.ToJsonString(s_json)).Append("</script>\n");
    }

    /// <summary>Adds pictures side by side.</summary>
    public void Pictures(IReadOnlyList<ReportPicture> pictures)
    {
        bool isWide = pictures.Any(picture => picture.Width > 1.5 * picture.Height);
        _html.Append(CultureInfo.InvariantCulture, $"<ul class=\"pictures{(isWide ? " wide" : "")}\">\n");
        foreach (ReportPicture picture in pictures)
        {
            string caption = Escape(picture.Caption);
            _html.Append(CultureInfo.InvariantCulture,
                $"<li><figure><img alt=\"{caption}\" width=\"{picture.Width}\" height=\"{picture.Height}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(picture.Jpeg)}\"><figcaption>{caption}</figcaption></figure></li>\n");
        }
        _html.Append("</ul>\n");
    }

    /// <summary>Adds sentences as a list under a title, or nothing where there are none.</summary>
    public void List(string title, IReadOnlyList<string> sentences)
    {
        if (sentences.Count == 0)
            return;
        Element("h3", title);
        _html.Append("<ul>\n");
        foreach (string sentence in sentences)
            Element("li", sentence);
        _html.Append("</ul>\n");
    }

    /// <summary>Adds a table.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="columns">Heads of the columns.</param>
    /// <param name="rows">Its rows, one cell for each column.</param>
    /// <param name="folded">Whether the reader must open it: for the numbers behind a chart.</param>
    public void Table(string title, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows, bool folded)
    {
        if (folded)
            _html.Append("<details><summary>The numbers as a table</summary>");
        // A table that is wider than the page is scrolled by the arrow keys once it has the focus.
        _html.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(title)}\"><table><caption>{Escape(title)}</caption><thead><tr>");
        foreach (string column in columns)
            _html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Escape(column)}</th>");
        _html.Append("</tr></thead><tbody>\n");
        foreach (IEnumerable<string> row in rows)
        {
            _html.Append("<tr>");
            foreach ((int column, string cell) in row.Index())
                _html.Append(column == 0 ? $"<th scope=\"row\">{Escape(cell)}</th>" : $"<td>{Escape(cell)}</td>");
            _html.Append("</tr>\n");
        }
        _html.Append("</tbody></table></div>").Append(folded ? "</details>\n" : "\n");
    }

    /// <summary>Ends the page with its scripts.</summary>
    /// <returns>The page.</returns>
    /// <exception cref="Core.UserErrorException">The program was built without the chart library.</exception>
    public string End()
    {
        _html.Append("</main>\n");
        _html.Append("<!-- Vega, Vega-Lite and Vega-Embed, which draw the charts:\n").Append(ReportAssets.Read("vega.LICENSE").Replace("--", "- -", StringComparison.Ordinal)).Append("-->\n");
        foreach (string name in ReportAssets.Scripts)
            _html.Append("<script>").Append(ReportAssets.Read(name).Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)).Append("</script>\n");
        return _html.Append("</body>\n</html>\n").ToString();
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
