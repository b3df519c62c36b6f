namespace Mien.Benchmarks.AdaptiveQuality;

/// <summary>The drawing of both runs for the documentation: latency above, the quality level below.</summary>
internal static class LatencyFigure
{
    private const int Width = 760;
    private const int Height = 430;
    private const int Left = 58;
    private const int Right = 12;
    private const int Bin = 2;
    private const double MostMs = 250;
    private const string Adaptive = "#0072B2";
    private const string Fixed = "#D55E00";

    /// <summary>Writes the drawing.</summary>
    /// <param name="path">An SVG file.</param>
    /// <param name="options">Length of the run and of the load.</param>
    /// <param name="without">The run at full quality.</param>
    /// <param name="with">The run that adapts.</param>
    public static void Write(string path, BenchmarkOptions options, RunResult without, RunResult with)
    {
        Panel latency = new(30, 210, MostMs, options.Seconds);
        Panel levels = new(280, 90, 3, options.Seconds);
        List<string> lines =
        [
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#333\">",
            $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>",
            $"<rect x=\"{latency.X(options.Calm):0.#}\" y=\"30\" width=\"{latency.X(options.Calm + options.Loaded) - latency.X(options.Calm):0.#}\" height=\"340\" fill=\"#eee\"/>",
            Text(latency.X(options.Calm + (options.Loaded / 2.0)), 24, "middle", $"{options.Processes} busy processes"),
        ];
        for (int ms = 0; ms <= MostMs; ms += 50)
            lines.Add($"{Line(latency, ms, "#ccc")}{Text(Left - 6, latency.Y(ms) + 4, "end", $"{ms} ms")}");
        lines.Add($"<path d=\"M{Left},{latency.Y(150):0.#} L{Width - Right},{latency.Y(150):0.#}\" stroke=\"#333\" stroke-dasharray=\"5,4\"/>");
        lines.Add(Curve(latency, Percentiles(without, options), Fixed));
        lines.Add(Curve(latency, Percentiles(with, options), Adaptive));
        lines.Add($"<text x=\"{Left + 8}\" y=\"46\" fill=\"{Fixed}\">p95 of {Bin} s, always full quality</text><text x=\"{Left + 8}\" y=\"62\" fill=\"{Adaptive}\">p95 of {Bin} s, adaptive quality</text>");
        string[] names = ["full", "reduced", "faces only", "every 2nd"];
        for (int level = 0; level < names.Length; level++)
            lines.Add($"{Line(levels, 3 - level, "#ccc")}{Text(Left - 6, levels.Y(3 - level) + 4, "end", names[level])}");
        lines.Add(Curve(levels, Steps(with, options), Adaptive));
        lines.Add($"<text x=\"{Left + 8}\" y=\"274\" fill=\"{Adaptive}\">quality level</text>");
        for (int second = 0; second <= options.Seconds; second += 10)
            lines.Add(Text(levels.X(second), 388, "middle", $"{second}"));
        lines.Add(Text((Left + Width - Right) / 2.0, 410, "middle", "seconds"));
        lines.Add("</svg>");
        File.WriteAllLines(path, lines);
    }

    private static IEnumerable<(double X, double Y)> Percentiles(RunResult run, BenchmarkOptions options)
    {
        for (int second = 0; second < options.Seconds; second += Bin)
            if (run.Percentile(0.95, second, second + Bin) is { } latency)
                yield return (second + (Bin / 2.0), Math.Min(latency, MostMs));
    }

    private static IEnumerable<(double X, double Y)> Steps(RunResult run, BenchmarkOptions options)
    {
        int level = 0;
        yield return (0, 3);
        foreach ((double seconds, Analysis.QualityChange change) in run.Changes)
        {
            yield return (seconds, 3 - level);
            level = change.To.Index;
            yield return (seconds, 3 - level);
        }
        yield return (options.Seconds, 3 - level);
    }

    private static string Line(Panel panel, double value, string color) => $"<path d=\"M{Left},{panel.Y(value):0.#} L{Width - Right},{panel.Y(value):0.#}\" stroke=\"{color}\"/>";

    private static string Curve(Panel panel, IEnumerable<(double X, double Y)> points, string color) =>
        $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" points=\"{string.Join(' ', points.Select(point => $"{panel.X(point.X):0.#},{panel.Y(point.Y):0.#}"))}\"/>";

    private static string Text(double x, double y, string anchor, string words) => $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{words}</text>";

    private readonly record struct Panel(double Top, double PanelHeight, double Most, double Seconds)
    {
        public double X(double seconds) => Left + (seconds / Seconds * (Width - Left - Right));

        public double Y(double value) => Top + ((1 - (value / Most)) * PanelHeight);
    }
}
