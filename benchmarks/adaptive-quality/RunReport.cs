using System.Globalization;
using Mien.Reporting;

namespace Mien.Benchmarks.AdaptiveQuality;

/// <summary>What came of both runs: the frames as a table of text, the report, and the figures for the documentation.</summary>
internal static class RunReport
{
    /// <summary>The phases of a run, by name.</summary>
    public static IReadOnlyList<(string Name, double From, double To)> Phases(BenchmarkOptions options) =>
    [
        ("before the load", 2, options.Calm),
        ("under load", options.Calm, options.Calm + options.Loaded),
        ("under load, after its first 5 s", options.Calm + 5, options.Calm + options.Loaded),
        ("after the load", options.Calm + options.Loaded, options.Seconds),
    ];

    /// <summary>Writes every frame of every run.</summary>
    public static void WriteCsv(string path, IReadOnlyList<RunResult> runs) => File.WriteAllLines(path,
    [
        "run,seconds,latency_ms,analysis_ms,level,skipped,processors",
        .. runs.SelectMany(run => run.Rows.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{run.Name},{row.Seconds:0.000},{row.LatencyMs:0.00},{row.AnalysisMs:0.00},{row.Level},{(row.IsSkipped ? 1 : 0)},{row.Processors:0.000}"))),
    ]);

    /// <summary>The percentiles of each run in each phase.</summary>
    public static ReportTable Table(BenchmarkOptions options, IReadOnlyList<RunResult> runs) => new(
        "Latency from capture to result",
        ["run", "phase", "p50", "p95", "p99", "dropped", "results a second", "level, mean"],
        [.. runs.SelectMany(run => Phases(options).Select(phase => (IReadOnlyList<string>)[
            run.Name, phase.Name,
            Milliseconds(run.Percentile(0.5, phase.From, phase.To)), Milliseconds(run.Percentile(0.95, phase.From, phase.To)), Milliseconds(run.Percentile(0.99, phase.From, phase.To)),
            run.Dropped(phase.From, phase.To).ToString("0.0 %", CultureInfo.InvariantCulture),
            (run.Rows.Count(row => row.LatencyMs is not null && row.Seconds >= phase.From && row.Seconds < phase.To) / (phase.To - phase.From)).ToString("0.0", CultureInfo.InvariantCulture),
            run.Rows.Where(row => row.Seconds >= phase.From && row.Seconds < phase.To).Select(row => row.Level).DefaultIfEmpty().Average().ToString("0.00", CultureInfo.InvariantCulture)]))]);

    /// <summary>Writes the report with its charts.</summary>
    public static void WriteHtml(string path, BenchmarkOptions options, IReadOnlyList<RunResult> runs)
    {
        using FileStream stream = File.Create(path);
        HtmlDocumentWriter.Write(new ReportDocument
        {
            Title = "Adaptive quality under load",
            Facts =
            [
                new("film", Path.GetFileName(options.Clip)),
                new("load", $"{options.Processes} busy processes from {options.Calm} s to {options.Calm + options.Loaded} s"),
                new("processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
            ],
            Sections =
            [
                new ReportSection
                {
                    Title = "Latency",
                    Charts = [ReportChart.Points("Latency of each result", "seconds", "milliseconds from capture to result", [.. runs.SelectMany(run => run.Rows.Where(row => row.LatencyMs is not null).Select(row => (run.Name, Round(row.Seconds), Round(row.LatencyMs!.Value))))])],
                    Tables = [Table(options, runs)],
                },
                new ReportSection
                {
                    Title = "Levels",
                    Charts = [.. runs.Where(run => run.Changes.Count > 0).Select(run => ReportChart.Points($"Quality level, {run.Name}", "seconds", "level, 0 is full quality", [.. run.Rows.Select(row => ("level", Round(row.Seconds), (double)row.Level))], line: "level"))],
                    Tables = [.. runs.Where(run => run.Changes.Count > 0).Select(run => new ReportTable($"Changes, {run.Name}", ["second", "from", "to", "reason"],
                        [.. run.Changes.Select(entry => (IReadOnlyList<string>)[entry.Seconds.ToString("0.0", CultureInfo.InvariantCulture), entry.Change.From.Name, entry.Change.To.Name, entry.Change.Reason])]))],
                },
            ],
        }, stream);
    }

    private static string Milliseconds(double? value) => value is { } known ? known.ToString("0 ms", CultureInfo.InvariantCulture) : "n/a";

    private static double Round(double value) => Math.Round(value, 2);
}
