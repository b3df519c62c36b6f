// A film as live camera and microphone while busy processes come and go, at full quality and with adaptive quality. docs/live.md holds the plot.
// dotnet run -c Release --project benchmarks/adaptive-quality -- CLIP [PROCESSES] [CALM LOADED RECOVERY] [OUTPUT]
using System.Globalization;
using Mien.Analysis;
using Mien.Benchmarks.AdaptiveQuality;
using Mien.Core;
using Mien.Reporting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [SyntheticLoad.Argument])
{
    SyntheticLoad.KeepBusy();
    return;
}
BenchmarkOptions options = new(args[0], Seconds(2, 25), Seconds(3, 45), Seconds(4, 40), Seconds(1, 6), args.Length > 5 ? args[5] : "adaptive-quality", "docs/images/adaptive-quality.svg");
Directory.CreateDirectory(options.Output);
using LoadedModels models = LoadedModels.Load(new AnalysisModelOptions());
LiveWarmUp.Run(models.Models, new LiveOptions(), QualityLadder.For(models.Models));
using LiveRun live = new(models.Models, options);
List<RunResult> runs = [];
foreach ((string name, bool adapts) in new[] { ("full quality", false), ("adaptive quality", true) })
{
    Console.WriteLine(name);
    runs.Add(await live.RunAsync(name, adapts));
    Console.WriteLine($"  frames {runs[^1].Statistics.Video}\n  sound {runs[^1].Statistics.Audio}");
}
ReportTable table = RunReport.Table(options, runs);
Console.WriteLine(string.Join(" | ", table.Columns));
foreach (IReadOnlyList<string> row in table.Rows)
    Console.WriteLine(string.Join(" | ", row));
RunReport.WriteCsv(Path.Combine(options.Output, "frames.csv"), runs);
LatencyFigure.Write(options.Figure, options, runs[0], runs[1]);
try
{
    RunReport.WriteHtml(Path.Combine(options.Output, "report.html"), options, runs);
}
catch (UserErrorException error)
{
    Console.Error.WriteLine(error.Message); // built without the chart library
}

int Seconds(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
