using System.CommandLine;
using Mien.Cli.Analyzing;
using Mien.Cli.Invocation;
using Mien.Media;

namespace Mien.Cli.Commands;

/// <summary>`mien analyze`: media files to emotion timelines.</summary>
internal sealed class AnalyzeCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly AnalyzeOptionSet _options = new();
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Videos, pictures, sound files, folders of them, or quoted patterns such as 'clips/**/*.mp4'",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Makes the command.</summary>
    public AnalyzeCommand(Terminal terminal) : base(
        "analyze",
        "Finds the people in videos and pictures, listens to their speech, and writes the emotions over time. Everything stays on this machine.",
        new Example("./mien analyze clip.mp4", $"Write clip.csv, clip.json and clip.html to the folder {AnalyzeOptionSet.DefaultOutput}"),
        new Example("./mien analyze clip.mp4 --format csv,video --output results", "Write a table and a video with boxes and labels drawn"),
        new Example("./mien analyze interviews/ --fps 5", "Analyse every file of a folder, five frames a second"),
        new Example("./mien analyze talk.mp4 --start 1:30 --duration 20 --max-faces 2", "Analyse 20 seconds of it and the two largest faces"),
        new Example("./mien analyze call.wav", "Listen only; --no-audio looks only"),
        new Example("./mien analyze clip.mp4 --face-model face_detection_yunet.onnx", "Find faces with a YuNet detector"))
    {
        _terminal = terminal;
        Add(_inputs);
        _options.AddTo(this);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string[] inputs = arguments.GetValue(_inputs) ?? [];
        if (inputs.Length == 0)
            throw new Core.UserErrorException("Name at least one video, picture, sound file or folder, for example ./mien analyze clip.mp4; see ./mien analyze --help.");
        AnalysisRequest request = _options.Read(arguments, Discover(inputs));
        IReadOnlyList<AnalysisOutcome> outcomes = await new AnalysisRun(_terminal, request).RunAsync(cancellation);
        if (!request.Quiet)
            SummaryTable.Write(_terminal, outcomes);
        return AnalysisOutcome.CodeFor(outcomes);
    }

    /// <summary>Finds the files; what earlier runs drew boxes on is left out of folders and patterns.</summary>
    private static MediaDiscoveryResult Discover(string[] inputs)
    {
        MediaDiscoveryResult found = MediaDiscovery.Find(inputs);
        return found with
        {
            Inputs = [.. found.Inputs.Where(input => inputs.Contains(input.Path) || !Path.GetFileNameWithoutExtension(input.Path).EndsWith(".annotated", StringComparison.Ordinal))],
        };
    }
}
