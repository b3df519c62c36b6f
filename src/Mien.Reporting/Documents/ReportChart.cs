using System.Globalization;
using System.Text.Json.Nodes;

namespace Mien.Reporting;

/// <summary>A chart of a report with the numbers that it shows. Made by the methods of this class, one for each kind of chart.</summary>
public sealed record ReportChart
{
    private ReportChart(string title, JsonObject spec, ReportTable numbers) => (Title, Spec, Numbers) = (title, spec, numbers);

    /// <summary>What it shows.</summary>
    public string Title { get; }

    /// <summary>The numbers, for readers without the chart.</summary>
    public ReportTable Numbers { get; }

    /// <summary>Its Vega-Lite specification.</summary>
    internal JsonObject Spec { get; }

    /// <summary>How often each label was taken for each: cells coloured by their share of the row.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="labels">Names of rows (true) and columns (predicted).</param>
    /// <param name="counts">Counts, [true][predicted].</param>
    public static ReportChart ConfusionMatrix(string title, IReadOnlyList<string> labels, IReadOnlyList<IReadOnlyList<long>> counts)
    {
        JsonArray rows = [];
        for (int actual = 0; actual < labels.Count; actual++)
        {
            long total = counts[actual].Sum();
            for (int predicted = 0; predicted < labels.Count; predicted++)
                rows.Add(new JsonObject
                {
                    ["true"] = labels[actual],
                    ["predicted"] = labels[predicted],
                    ["samples"] = counts[actual][predicted],
                    ["share"] = total > 0 ? (double)counts[actual][predicted] / total : null,
                });
        }
        return new ReportChart(title, DocumentChart.Heatmap(title, labels, rows), new ReportTable(
            title, ["true \\ predicted", .. labels], [.. labels.Select((label, actual) => (IReadOnlyList<string>)[label, .. counts[actual].Select(count => count.ToString(CultureInfo.InvariantCulture))])]));
    }

    /// <summary>A reliability diagram: how often a model is right against how sure it says it is, with the line where both are equal.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="bins">Edges (0..1), mean confidence and accuracy (0..1, null without samples) and number of samples of each bin.</param>
    public static ReportChart Reliability(string title, IReadOnlyList<(double Low, double High, double? Confidence, double? Accuracy, int Count)> bins)
    {
        JsonArray rows = [];
        foreach ((double low, double high, double? confidence, double? accuracy, int count) in bins)
            if (accuracy is not null)
                rows.Add(new JsonObject { ["low"] = Round(low), ["high"] = Round(high), ["confidence"] = Round(confidence!.Value), ["accuracy"] = Round(accuracy.Value), ["samples"] = count });
        return new ReportChart(title, DocumentChart.Reliability(title, rows), new ReportTable(
            title, ["confidence", "samples", "mean confidence", "accuracy"],
            [.. bins.Select(bin => (IReadOnlyList<string>)[$"{Text(bin.Low)} to {Text(bin.High)}", bin.Count.ToString(CultureInfo.InvariantCulture), Text(bin.Confidence), Text(bin.Accuracy)])]));
    }

    /// <summary>A number for each of some names, with an interval where there is one.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="axis">What the numbers are.</param>
    /// <param name="bars">Name, number (null where there is none) and the interval's ends.</param>
    /// <param name="asShare">Whether the numbers are shares of 1, shown from 0 % to 100 %.</param>
    public static ReportChart Bars(string title, string axis, IReadOnlyList<(string Name, double? Value, double? Low, double? High)> bars, bool asShare = true)
    {
        JsonArray rows = [];
        foreach ((string name, double? value, double? low, double? high) in bars)
            rows.Add(new JsonObject { ["name"] = name, ["value"] = Round(value), ["low"] = Round(low ?? value), ["high"] = Round(high ?? value) });
        return new ReportChart(title, DocumentChart.Bars(title, axis, [.. bars.Select(bar => bar.Name)], rows, asShare), new ReportTable(
            title, ["", axis, "from", "to"], [.. bars.Select(bar => (IReadOnlyList<string>)[bar.Name, Text(bar.Value), Text(bar.Low), Text(bar.High)])]));
    }

    /// <summary>Points, and a line through those that are named so.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="xAxis">What the first number is.</param>
    /// <param name="yAxis">What the second number is.</param>
    /// <param name="points">Points of the series, in the order of the line.</param>
    /// <param name="line">Series whose points are joined by steps instead of being dots; null for none.</param>
    /// <param name="logarithmicX">Whether the first axis is logarithmic.</param>
    public static ReportChart Points(string title, string xAxis, string yAxis, IReadOnlyList<(string Series, double X, double Y)> points, string? line = null, bool logarithmicX = false)
    {
        JsonArray rows = [];
        foreach ((string series, double x, double y) in points)
            rows.Add(new JsonObject { ["series"] = series, ["x"] = x, ["y"] = y });
        return new ReportChart(title, DocumentChart.Points(title, xAxis, yAxis, rows, line, logarithmicX, points.All(point => double.IsInteger(point.X))), new ReportTable(
            title, ["", xAxis, yAxis], [.. points.Select(point => (IReadOnlyList<string>)[point.Series, point.X.ToString("G6", CultureInfo.InvariantCulture), point.Y.ToString("G6", CultureInfo.InvariantCulture)])]));
    }

    private static double Round(double value) => Math.Round(value, 6);

    private static double? Round(double? value) => value is { } number ? Round(number) : null;

    private static string Text(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "n/a";
}
