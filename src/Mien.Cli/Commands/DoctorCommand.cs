using System.CommandLine;
using Mien.Cli.Diagnosis;
using Mien.Cli.Invocation;
using Spectre.Console;

namespace Mien.Cli.Commands;

/// <summary>`mien doctor`: which engines are there, which are missing.</summary>
internal sealed class DoctorCommand(Terminal terminal) : MienCommand(
    "doctor",
    "Shows every engine that Mien uses, with its version and place, and says what is missing. Installs nothing but what the program itself is built from.",
    new Example("./mien doctor", "Check this machine"),
    new Example("MIEN_NO_INSTALL=1 ./mien analyze clip.mp4", "List what analysing would install, and stop"))
{
    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        IReadOnlyList<EngineReport> reports = await EngineInspector.InspectAsync(cancellation);
        Table table = new Table().Border(TableBorder.Simple).AddColumns("engine", "version", "place", "used for");
        foreach (EngineReport report in reports)
            table.AddRow(report.Engine.EscapeMarkup(), report.Version?.EscapeMarkup() ?? "[red]missing[/]", (report.Place ?? "").EscapeMarkup(), report.UsedFor.EscapeMarkup());
        terminal.Output.Write(table);

        IReadOnlyList<string> problems = [.. MissingPackages(), .. reports.Where(report => report.Problem is not null).Select(report => $"{report.Engine}: {report.Problem}")];
        if (problems.Count == 0)
        {
            terminal.WriteLine("Nothing is missing.");
            return ExitCode.Success;
        }
        terminal.WriteLine("Missing (./mien installs or builds it when a command needs it):");
        foreach (string problem in problems)
            terminal.WriteLine($"  {problem}");
        return reports.Any(report => report.Problem is not null && report.NeededToAnalyze) ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>What the launcher found missing; it knows packages, the program knows engines.</summary>
    private static IEnumerable<string> MissingPackages() =>
        (Environment.GetEnvironmentVariable("MIEN_MISSING") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
