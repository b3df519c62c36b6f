using System.Text.Json.Nodes;

namespace Mien.Reporting;

/// <summary>The charts of a report as Vega-Lite specifications (https://vega.github.io/vega-lite/docs/spec.html).</summary>
internal static class VegaLiteChart
{
    private const string SchemaUrl = "https://vega.github.io/schema/vega-lite/v6.json"; // A name, never fetched.

    /// <summary>Probability of each emotion over time, stacked to 1 in the order of the labels.</summary>
    public static JsonObject Timeline(IReadOnlyList<string> emotions, IReadOnlyList<ReportPoint> points, string description)
    {
        JsonArray rows = [];
        foreach (ReportPoint point in points)
        {
            if (point.Probabilities is not { } probabilities)
                continue;
            JsonObject row = new() { ["start"] = Round(point.StartSeconds), ["end"] = Round(point.EndSeconds) };
            for (int i = 0; i < emotions.Count; i++)
                row[emotions[i]] = Round(probabilities[i]);
            rows.Add(row);
        }
        JsonObject chart = Frame(description, 220, rows);
        chart["transform"] = new JsonArray(
            new JsonObject { ["fold"] = Names(emotions), ["as"] = new JsonArray("emotion", "probability") },
            new JsonObject { ["calculate"] = $"indexof({Names(emotions).ToJsonString()}, datum.emotion)", ["as"] = "order" },
            new JsonObject
            {
                ["stack"] = "probability",
                ["groupby"] = new JsonArray("start"),
                ["sort"] = new JsonArray(new JsonObject { ["field"] = "order" }),
                ["as"] = new JsonArray("low", "high"),
            });
        // A hair of the same colour closes the seams that anti-aliasing leaves between neighbours.
        chart["mark"] = new JsonObject { ["type"] = "rect", ["strokeWidth"] = 0.6 };
        JsonObject seam = Color(emotions);
        seam["legend"] = null;
        chart["encoding"] = new JsonObject
        {
            ["x"] = Time(),
            ["x2"] = new JsonObject { ["field"] = "end" },
            ["y"] = new JsonObject { ["field"] = "low", ["type"] = "quantitative", ["title"] = "probability", ["axis"] = new JsonObject { ["format"] = ".0%" }, ["scale"] = new JsonObject { ["domain"] = new JsonArray(0, 1) } },
            ["y2"] = new JsonObject { ["field"] = "high" },
            ["color"] = Color(emotions),
            ["stroke"] = seam,
            ["tooltip"] = new JsonArray(
                Tooltip("emotion", "emotion", "nominal"), Tooltip("probability", "probability", "quantitative", ".0%"),
                Tooltip("start", "from (s)", "quantitative", ".2f"), Tooltip("end", "to (s)", "quantitative", ".2f")),
        };
        return chart;
    }

    /// <summary>Share of the time in which each emotion was the dominant one.</summary>
    public static JsonObject Shares(IReadOnlyList<string> emotions, IReadOnlyList<double> shares, string description)
    {
        JsonArray rows = [];
        for (int i = 0; i < emotions.Count; i++)
            rows.Add(new JsonObject { ["emotion"] = emotions[i], ["share"] = Round(shares[i]) });
        JsonObject chart = Frame(description, 24 * emotions.Count, rows);
        JsonObject color = Color(emotions);
        color["legend"] = null; // The axis names them.
        chart["encoding"] = new JsonObject
        {
            ["x"] = new JsonObject
            {
                ["field"] = "share",
                ["type"] = "quantitative",
                ["title"] = "share of the time",
                ["axis"] = new JsonObject { ["format"] = ".0%" },
                ["scale"] = new JsonObject { ["domain"] = new JsonArray(0, 1) },
            },
            ["y"] = new JsonObject { ["field"] = "emotion", ["type"] = "nominal", ["title"] = null, ["sort"] = Names(emotions) },
        };
        chart["layer"] = new JsonArray(
            new JsonObject { ["mark"] = new JsonObject { ["type"] = "bar", ["tooltip"] = true }, ["encoding"] = new JsonObject { ["color"] = color } },
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "text", ["align"] = "left", ["dx"] = 4 },
                ["encoding"] = new JsonObject { ["text"] = new JsonObject { ["field"] = "share", ["type"] = "quantitative", ["format"] = ".0%" } },
            });
        return chart;
    }

    /// <summary>How much of each stretch of time is speech.</summary>
    public static JsonObject Presence(IReadOnlyList<ReportPoint> points, string description)
    {
        JsonArray rows = [];
        foreach (ReportPoint point in points)
            rows.Add(new JsonObject { ["start"] = Round(point.StartSeconds), ["end"] = Round(point.EndSeconds), ["speech"] = Round(point.Presence), ["zero"] = 0 });
        JsonObject chart = Frame(description, 80, rows);
        chart["mark"] = new JsonObject { ["type"] = "rect", ["tooltip"] = true };
        chart["encoding"] = new JsonObject
        {
            ["x"] = Time(),
            ["x2"] = new JsonObject { ["field"] = "end" },
            ["y"] = new JsonObject
            {
                ["field"] = "zero",
                ["type"] = "quantitative",
                ["title"] = "speech",
                ["axis"] = new JsonObject { ["format"] = ".0%", ["tickCount"] = 2 },
                ["scale"] = new JsonObject { ["domain"] = new JsonArray(0, 1) },
            },
            ["y2"] = new JsonObject { ["field"] = "speech" },
            ["tooltip"] = new JsonArray(
                Tooltip("speech", "speech", "quantitative", ".0%"), Tooltip("start", "from (s)", "quantitative", ".2f"), Tooltip("end", "to (s)", "quantitative", ".2f")),
        };
        return chart;
    }

    internal static JsonObject Frame(string description, int height, JsonArray rows) => new()
    {
        ["$schema"] = SchemaUrl,
        ["description"] = description,
        ["width"] = "container",
        ["height"] = height,
        ["data"] = new JsonObject { ["values"] = rows },
    };

    private static JsonObject Time() => new()
    {
        ["field"] = "start",
        ["type"] = "quantitative",
        ["title"] = "time in seconds",
        ["scale"] = new JsonObject { ["nice"] = false, ["zero"] = false },
    };

    private static JsonObject Color(IReadOnlyList<string> emotions) => new()
    {
        ["field"] = "emotion",
        ["type"] = "nominal",
        ["scale"] = new JsonObject { ["domain"] = Names(emotions), ["range"] = new JsonArray([.. emotions.Select(emotion => JsonValue.Create(EmotionPalette.CssColorOf(emotion)))]) },
        ["legend"] = new JsonObject { ["orient"] = "top", ["title"] = null, ["columns"] = 4 },
    };

    private static JsonArray Names(IReadOnlyList<string> emotions) => [.. emotions.Select(emotion => (JsonNode)JsonValue.Create(emotion))];

    private static JsonObject Tooltip(string field, string title, string type, string? format = null)
    {
        JsonObject tooltip = new() { ["field"] = field, ["title"] = title, ["type"] = type };
        if (format is not null)
            tooltip["format"] = format;
        return tooltip;
    }

    private static double Round(double value) => Math.Round(value, 4);
}
