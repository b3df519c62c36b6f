using System.CommandLine;
using Mien.Analysis;
using Mien.Cli.Analyzing;
using Mien.Cli.Demo;
using Mien.Cli.Invocation;
using Mien.Media;

namespace Mien.Cli.Commands;

/// <summary>`mien demo`: a clip made on the spot, analysed, and where to look.</summary>
internal sealed class DemoCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "DIR",
        Description = "Folder for the clip and the outputs, made when absent",
        DefaultValueFactory = _ => Path.Combine(AnalyzeOptionSet.DefaultOutput, "demo"),
    };

    /// <summary>Makes the command.</summary>
    public DemoCommand(Terminal terminal) : base(
        "demo",
        "Makes a short clip (a public-domain NASA portrait, panned and zoomed, with a synthetic voice), analyses it with every output, and says which files to open.",
        new Example("./mien demo", $"See what Mien does; everything lands in {AnalyzeOptionSet.DefaultOutput}/demo"),
        new Example("./mien demo --output /tmp/demo", "Put it elsewhere"))
    {
        _terminal = terminal;
        Add(_output);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string folder = arguments.GetValue(_output)!;
        string clip = Path.Combine(folder, "demo.mp4");
        _terminal.WriteLine("Making a clip of a NASA portrait (Eileen Collins, public domain) and a synthetic voice.");
        await DemoClip.MakeAsync(Path.Combine(Installation.StateFolder, "demo", "portrait.png"), clip, cancellation);

        AnalysisOptions options = new()
        {
            OutputDirectory = folder,
            Formats = OutputFormats.Csv | OutputFormats.Json | OutputFormats.Html | OutputFormats.Video,
        };
        AnalysisRequest request = new(MediaDiscovery.Find([clip]), options, new AnalysisModelOptions(), Quiet: false, arguments.GetValue<bool>(CommonOptions.VerboseName));
        IReadOnlyList<AnalysisOutcome> outcomes = await new AnalysisRun(_terminal, request).RunAsync(cancellation);
        SummaryTable.Write(_terminal, outcomes);
        if (outcomes is [{ Result: { } result }])
        {
            _terminal.WriteLine("");
            _terminal.WriteLine("Open these:");
            foreach (string file in result.Files)
                _terminal.WriteLine($"  {Path.Combine(folder, Path.GetFileName(file)),-44} {Purpose(file)}");
            _terminal.WriteLine("Then try your own: ./mien analyze clip.mp4");
        }
        return AnalysisOutcome.CodeFor(outcomes);
    }

    private static string Purpose(string file) => Path.GetExtension(file) switch
    {
        ".html" => "the report, in any browser, without network",
        ".mp4" => "the clip with box, labels and bars, with sound",
        ".csv" => "a row for each face and frame",
        _ => "the same for programs, with the models' identity and a summary",
    };
}
