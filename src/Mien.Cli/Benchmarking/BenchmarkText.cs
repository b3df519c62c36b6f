using System.Globalization;
using System.Text;

namespace Mien.Cli.Benchmarking;

/// <summary>Measurements as Markdown tables.</summary>
internal static class BenchmarkText
{
    /// <summary>A table with a row a measurement.</summary>
    public static string ToMarkdown(BenchmarkReport report)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{report.Machine}; peak memory {report.PeakMemoryMegabytes:0} MB.\n\n");
        text.Append("| what | model | size | batch | threads | on | median ms | p95 ms | p99 ms | a second | file MB | memory MB |\n|---|---|---|---:|---:|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (BenchmarkRow row in report.Rows)
            text.Append(CultureInfo.InvariantCulture, $"| {Describe(row.Key)} | {row.Latency.MedianMs:0.00} | {row.Latency.P95Ms:0.00} | {row.Latency.P99Ms:0.00} | {row.PerSecond:0} | {row.ModelMegabytes:0.00} | {row.MemoryMegabytes:0} |\n");
        return text.ToString();
    }

    /// <summary>A table with the ratios of a second report to a first, of what both measured.</summary>
    public static string ToMarkdown(IReadOnlyList<BenchmarkRatio> ratios)
    {
        StringBuilder text = new("| what | model | size | batch | threads | on | median ms | | ratio | p95 | p99 | a second |\n|---|---|---|---:|---:|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (BenchmarkRatio ratio in ratios)
            text.Append(CultureInfo.InvariantCulture, $"| {Describe(ratio.Key)} | {ratio.FirstMedianMs:0.00} | {ratio.SecondMedianMs:0.00} | {ratio.Median:0.000} | {ratio.P95:0.000} | {ratio.P99:0.000} | {ratio.PerSecond:0.000} |\n");
        return text.ToString();
    }

    private static string Describe(BenchmarkKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Stage} | {key.Model} | {key.Size} | {key.Batch} | {key.Threads} | {key.Provider}");
}
