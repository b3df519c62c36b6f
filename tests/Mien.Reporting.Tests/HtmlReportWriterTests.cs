using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mien.Reporting.Tests;

public sealed partial class HtmlReportWriterTests
{
    private static readonly string[] s_emotions = ["neutral", "happy", "sad"];

    [Fact]
    public void Names_cannot_become_markup_or_script()
    {
        const string evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&.mp4";
        string html = Write(Report(evil) with
        {
            Facts = [new(evil, evil)],
            Notices = [evil],
            Method = [evil],
            Voice = new ReportVoice { Heard = evil, Timeline = [new ReportPoint(0, 1, [.2, .3, .5])] },
            People = [Person() with { Seen = evil, Changes = [evil], KeyFrames = [new ReportPicture([1, 2, 3], 8, 8, evil)] }],
        });
        string own = WithoutLibraries(html);
        Assert.DoesNotContain("alert(1)</script>", own, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", own, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", own, StringComparison.Ordinal);
    }

    [Fact]
    public void Chart_data_cannot_end_their_script()
    {
        string html = Write(Report("clip.mp4") with { Emotions = ["</script>", "b", "c"], People = [Person()] });
        foreach (JsonDocument spec in Specs(html))
            spec.Dispose();
        Assert.DoesNotContain("\"</script>\"", html, StringComparison.Ordinal);
        Assert.Contains("\\u003C/script\\u003E", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        string html = Write(Report("clip.mp4") with { People = [Person()] });
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        string own = WithoutLibraries(html);
        Assert.DoesNotMatch(@"(?i)<link\b|<iframe\b|@import|url\(", own);
        foreach (Match match in SourceAttribute().Matches(own))
            Assert.StartsWith("data:image/jpeg;base64,", match.Groups[1].Value, StringComparison.Ordinal);
        Assert.Contains("vegaEmbed", html, StringComparison.Ordinal);
        Assert.Contains("Redistribution and use", html, StringComparison.Ordinal); // the library's licence travels with it
    }

    [Fact]
    public void Charts_hold_the_numbers()
    {
        string html = Write(Report("clip.mp4") with { People = [Person()] });
        JsonDocument[] specs = [.. Specs(html)];
        Assert.Equal(2, specs.Length);
        JsonElement timeline = specs[0].RootElement.GetProperty("data").GetProperty("values");
        Assert.Equal(2, timeline.GetArrayLength());
        Assert.Equal(0.6, timeline[1].GetProperty("happy").GetDouble(), 6);
        Assert.Equal(1.5, timeline[1].GetProperty("end").GetDouble(), 6);
        JsonElement shares = specs[1].RootElement.GetProperty("data").GetProperty("values");
        Assert.Equal("sad", shares[2].GetProperty("emotion").GetString());
        Assert.Equal(0.25, shares[2].GetProperty("share").GetDouble(), 6);
    }

    [Fact]
    public void Every_chart_has_a_table_and_every_picture_a_text()
    {
        string html = WithoutLibraries(Write(Report("clip.mp4") with { People = [Person()] }));
        Assert.Equal(Count(html, "class=\"chart\""), Count(html, "<table>"));
        Assert.Contains("60.0%", html, StringComparison.Ordinal);
        Assert.Equal(Count(html, "<img "), Count(html, "<img alt=\"Person 1"));
        Assert.Contains("name=\"viewport\"", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_timeline_has_a_short_table()
    {
        ReportPoint[] points = [.. Enumerable.Range(0, 256).Select(i => new ReportPoint(i, i + 1, [.5, .25, .25]))];
        string html = WithoutLibraries(Write(Report("clip.mp4") with { People = [Person() with { Timeline = points }] }));
        Assert.InRange(Count(html, "<tr>"), 20, 60);
        Assert.Contains("252.00 to 256.00", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caution_is_always_there_and_no_face_is_said()
    {
        string html = Write(Report("clip.mp4"));
        Assert.Contains("not mind reading", html, StringComparison.Ordinal);
        Assert.Contains("AI Act", html, StringComparison.Ordinal);
        Assert.Contains("No face was found", html, StringComparison.Ordinal);
        Assert.DoesNotContain("No face was found", Write(Report("sound.wav") with { FacesLookedFor = false }), StringComparison.Ordinal);
    }

    private static AnalysisReport Report(string input) => new() { InputName = input, Emotions = s_emotions };

    private static ReportPerson Person() => new()
    {
        Id = 1,
        Seen = "Seen for 2 s.",
        Shares = [0.5, 0.25, 0.25],
        Means = [0.4, 0.35, 0.25],
        Timeline = [new ReportPoint(0, 0.5, [.7, .2, .1]), new ReportPoint(0.5, 1.5, [.3, .6, .1])],
        KeyFrames = [new ReportPicture([0xFF, 0xD8, 0xFF], 8, 8, "Person 1 at 0.1 s: happy 60%")],
    };

    private static string Write(AnalysisReport report)
    {
        Assert.SkipUnless(typeof(HtmlReportWriter).Assembly.GetManifestResourceNames().Contains("vega.min.js"), "this build has no chart library: eng/npm is not installed");
        using MemoryStream stream = new();
        HtmlReportWriter.Write(report, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The page up to the scripts that every report carries.</summary>
    private static string WithoutLibraries(string html) => html[..html.IndexOf("</main>", StringComparison.Ordinal)];

    private static IEnumerable<JsonDocument> Specs(string html) =>
        SpecElement().Matches(html).Select(match => JsonDocument.Parse(match.Groups[1].Value));

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("""<script type="application/json" id="spec-\d+">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex SpecElement();

    [GeneratedRegex("""\b(?:src|href)="([^"]*)"()""")]
    private static partial Regex SourceAttribute();
}
