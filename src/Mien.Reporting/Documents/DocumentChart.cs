using System.Text.Json.Nodes;

namespace Mien.Reporting;

/// <summary>The charts of a <see cref="ReportDocument"/> as Vega-Lite specifications (https://vega.github.io/vega-lite/docs/spec.html).</summary>
internal static class DocumentChart
{
    private const string Blue = "#0072B2", Orange = "#D55E00", Gray = "#999999";

    /// <summary>Rows of true, predicted, samples and share.</summary>
    public static JsonObject Heatmap(string description, IReadOnlyList<string> labels, JsonArray rows)
    {
        JsonObject chart = VegaLiteChart.Frame(description, 34 * labels.Count, rows);
        chart["encoding"] = new JsonObject
        {
            ["x"] = new JsonObject { ["field"] = "predicted", ["type"] = "nominal", ["title"] = "predicted", ["sort"] = Names(labels), ["axis"] = new JsonObject { ["labelAngle"] = -30 } },
            ["y"] = new JsonObject { ["field"] = "true", ["type"] = "nominal", ["title"] = "true", ["sort"] = Names(labels) },
        };
        chart["layer"] = new JsonArray(
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "rect", ["tooltip"] = true },
                ["encoding"] = new JsonObject
                {
                    ["color"] = new JsonObject
                    {
                        ["field"] = "share",
                        ["type"] = "quantitative",
                        ["title"] = "share of the row",
                        ["scale"] = new JsonObject { ["domain"] = new JsonArray(0, 1), ["scheme"] = "blues" },
                        ["legend"] = new JsonObject { ["format"] = ".0%" },
                    },
                },
            },
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "text" },
                ["encoding"] = new JsonObject
                {
                    ["text"] = new JsonObject { ["field"] = "samples", ["type"] = "quantitative" },
                    ["color"] = new JsonObject { ["condition"] = new JsonObject { ["test"] = "datum.share > 0.5", ["value"] = "white" }, ["value"] = "black" },
                },
            });
        return chart;
    }

    /// <summary>Rows of low, high, confidence, accuracy and samples.</summary>
    public static JsonObject Reliability(string description, JsonArray rows)
    {
        JsonObject chart = VegaLiteChart.Frame(description, 300, rows);
        chart["layer"] = new JsonArray(
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "rect", ["opacity"] = 0.6, ["tooltip"] = true, ["color"] = Blue },
                ["encoding"] = new JsonObject
                {
                    ["x"] = Share("low", "confidence"),
                    ["x2"] = new JsonObject { ["field"] = "high" },
                    ["y"] = Share("accuracy", "share that is right"),
                    ["y2"] = new JsonObject { ["datum"] = 0 },
                },
            },
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["tooltip"] = true, ["color"] = Orange, ["opacity"] = 1 },
                ["encoding"] = new JsonObject
                {
                    ["x"] = Share("confidence", "confidence"),
                    ["y"] = Share("accuracy", "share that is right"),
                    ["size"] = new JsonObject { ["field"] = "samples", ["type"] = "quantitative", ["title"] = "samples" },
                },
            },
            new JsonObject
            {
                ["data"] = new JsonObject { ["values"] = new JsonArray(new JsonObject { ["x"] = 0, ["y"] = 0 }, new JsonObject { ["x"] = 1, ["y"] = 1 }) },
                ["mark"] = new JsonObject { ["type"] = "line", ["color"] = Gray, ["strokeDash"] = new JsonArray(4, 4) },
                ["encoding"] = new JsonObject { ["x"] = Share("x", "confidence"), ["y"] = Share("y", "share that is right") },
            });
        return chart;
    }

    /// <summary>Rows of name, value, low and high.</summary>
    public static JsonObject Bars(string description, string axis, IReadOnlyList<string> names, JsonArray rows, bool asShare)
    {
        JsonObject chart = VegaLiteChart.Frame(description, 24 * Math.Max(1, names.Count), rows);
        JsonObject value = asShare ? Share("value", axis) : Number("value", axis);
        value["axis"] ??= new JsonObject { ["tickCount"] = 10, ["labelOverlap"] = true };
        chart["encoding"] = new JsonObject { ["y"] = new JsonObject { ["field"] = "name", ["type"] = "nominal", ["title"] = null, ["sort"] = Names(names), ["axis"] = new JsonObject { ["labelLimit"] = 260 } } };
        chart["layer"] = new JsonArray(
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "bar", ["tooltip"] = true, ["color"] = Blue, ["opacity"] = 0.7 },
                ["encoding"] = new JsonObject { ["x"] = value },
            },
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "rule", ["color"] = Orange, ["strokeWidth"] = 2 },
                ["encoding"] = new JsonObject { ["x"] = asShare ? Share("low", axis) : Number("low", axis), ["x2"] = new JsonObject { ["field"] = "high" } },
            });
        return chart;
    }

    /// <summary>Rows of series, x and y.</summary>
    public static JsonObject Points(string description, string xAxis, string yAxis, JsonArray rows, string? line, bool logarithmicX, bool wholeX)
    {
        JsonObject chart = VegaLiteChart.Frame(description, 260, rows);
        JsonObject x = Number("x", xAxis), y = Number("y", yAxis);
        x["scale"] = logarithmicX ? new JsonObject { ["type"] = "log", ["nice"] = false } : new JsonObject { ["zero"] = false };
        y["scale"] = new JsonObject { ["zero"] = false };
        if (!logarithmicX)
            x["axis"] = wholeX ? new JsonObject { ["tickCount"] = 10, ["tickMinStep"] = 1, ["format"] = "d" } : new JsonObject { ["tickCount"] = 10 };
        chart["encoding"] = new JsonObject
        {
            ["x"] = x,
            ["y"] = y,
            ["color"] = new JsonObject { ["field"] = "series", ["type"] = "nominal", ["title"] = null, ["legend"] = new JsonObject { ["orient"] = "top" }, ["scale"] = new JsonObject { ["range"] = new JsonArray(Blue, Orange, Gray) } },
        };
        JsonArray layers = [new JsonObject { ["transform"] = Filter($"datum.series !== {Quoted(line)}"), ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["tooltip"] = true, ["opacity"] = 1, ["size"] = 45 } }];
        if (line is not null)
            layers.Add(new JsonObject { ["transform"] = Filter($"datum.series === {Quoted(line)}"), ["mark"] = new JsonObject { ["type"] = "line", ["interpolate"] = "step-after" } });
        chart["layer"] = layers;
        return chart;
    }

    private static JsonArray Filter(string condition) => [new JsonObject { ["filter"] = condition }];

    private static string Quoted(string? text) => JsonValue.Create(text ?? "").ToJsonString();

    private static JsonArray Names(IReadOnlyList<string> names) => [.. names.Select(name => (JsonNode)JsonValue.Create(name))];

    private static JsonObject Number(string field, string title) => new() { ["field"] = field, ["type"] = "quantitative", ["title"] = title };

    private static JsonObject Share(string field, string title)
    {
        JsonObject share = Number(field, title);
        share["axis"] = new JsonObject { ["format"] = ".0%", ["tickCount"] = 10, ["labelOverlap"] = true };
        share["scale"] = new JsonObject { ["domain"] = new JsonArray(0, 1) };
        return share;
    }
}
