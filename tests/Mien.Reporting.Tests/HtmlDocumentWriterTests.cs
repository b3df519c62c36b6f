using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mien.Reporting.Tests;

public sealed partial class HtmlDocumentWriterTests
{
    private const string Evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";

    private static readonly ReportDocument s_document = new()
    {
        Title = Evil,
        Facts = [new(Evil, Evil)],
        Notices = [Evil],
        Sections =
        [
            new ReportSection
            {
                Title = Evil,
                Paragraphs = [Evil],
                Tables = [new ReportTable(Evil, [Evil], [[Evil]])],
                Pictures = [new ReportPicture([1, 2, 3], 4, 5, Evil)],
                Charts =
                [
                    ReportChart.ConfusionMatrix(Evil, [Evil, "b"], [[3, 1], [0, 0]]),
                    ReportChart.Reliability(Evil, [(0, 0.5, null, null, 0), (0.5, 1, 0.8, 0.7, 12)]),
                    ReportChart.Bars(Evil, Evil, [(Evil, 0.5, 0.4, 0.6), ("b", null, null, null)]),
                    ReportChart.Points(Evil, Evil, Evil, [(Evil, 1e-5, 0.3), ("best", 2, 0.5)], line: Evil, logarithmicX: true),
                ],
            },
        ],
    };

    [Fact]
    public void Texts_cannot_become_markup_or_script()
    {
        string own = Html()[..Html().IndexOf("<!-- Vega", StringComparison.Ordinal)];
        Assert.DoesNotContain("alert(1)</script>", own, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", own, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", own, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_chart_is_valid_json_with_its_numbers_in_a_table()
    {
        string html = Html();
        string[] specs = [.. Spec().Matches(html).Select(match => match.Groups[1].Value)];
        Assert.Equal(4, specs.Length);
        foreach (string spec in specs)
        {
            using JsonDocument chart = JsonDocument.Parse(spec);
            Assert.NotEqual(0, chart.RootElement.GetProperty("data").GetProperty("values").GetArrayLength());
        }
        Assert.Contains("<td>0.8000</td><td>0.7000</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html[..html.IndexOf("<!-- Vega", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_samples_has_no_share()
    {
        using JsonDocument chart = JsonDocument.Parse(Spec().Matches(Html())[0].Groups[1].Value);
        JsonElement[] cells = [.. chart.RootElement.GetProperty("data").GetProperty("values").EnumerateArray()];
        Assert.Equal(0.75, cells[0].GetProperty("share").GetDouble());
        Assert.Equal(JsonValueKind.Null, cells[2].GetProperty("share").ValueKind);
    }

    private static string Html()
    {
        Assert.SkipUnless(typeof(HtmlDocumentWriter).Assembly.GetManifestResourceNames().Contains("vega.min.js"), "this build has no chart library: eng/npm is not installed");
        using MemoryStream stream = new();
        HtmlDocumentWriter.Write(s_document, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [GeneratedRegex("<script type=\"application/json\" id=\"spec-\\d+\">(.*?)</script>")]
    private static partial Regex Spec();
}
