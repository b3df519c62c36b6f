using System.CommandLine;
using Mien.Cli.Datasets;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Preparing;
using Mien.Reporting;

namespace Mien.Cli.Commands;

/// <summary>`mien dataset stats`: what a dataset consists of.</summary>
internal sealed class DatasetStatsCommand : DatasetActionCommand
{
    private readonly Option<string?> _report = new("--report") { HelpName = "FILE", Description = "Also plot everything in a report, an HTML file that needs nothing else" };

    public DatasetStatsCommand(Terminal terminal) : base(
        terminal,
        "stats",
        "Prints and plots class balance, people, sizes and durations.",
        new Example("./mien dataset stats crema_d data/crema_d", "Recordings by label, people, durations"),
        new Example("./mien dataset stats affectnet data/affectnet --report affectnet.html", "The same with plots")) => Add(_report);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        IReadOnlyList<DatasetItem> items = List(arguments);
        DatasetStatistics statistics = await CountingProgress.RunAsync(Terminal, "looking at files", items.Count, advanced => DatasetStatistics.Of(items, advanced, cancellation));
        StatisticsText text = new(statistics);
        Terminal.WriteLine(text.ToMarkdown());
        if (arguments.GetValue(_report) is { } path)
        {
            AtomicFile.Write(path, stream => HtmlDocumentWriter.Write(text.ToReport($"The dataset in {Root(arguments)}"), stream));
            Terminal.WriteLine(path);
        }
        return ExitCode.Success;
    }
}
