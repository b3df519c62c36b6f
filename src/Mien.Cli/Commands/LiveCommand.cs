using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Cli.Live;

namespace Mien.Cli.Commands;

/// <summary>`mien live`: a camera and a microphone, analysed as they come.</summary>
internal sealed class LiveCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly LiveOptionSet _options = new();

    public LiveCommand(Terminal terminal) : base(
        "live",
        "Watches a camera and listens to a microphone, and shows the emotions of faces and voice as they come. Nothing leaves this machine, and nothing is kept unless --output is given. Ctrl-C ends it.",
        new Example("./mien live", "The first camera and the default microphone"),
        new Example("./mien live --list", "Show the cameras and microphones of this machine"),
        new Example("./mien live --camera rtsp://192.168.1.20/stream1 --mic none", "A network camera, without sound"),
        new Example("./mien live --camera clip.mp4 --loop", "A film, played again and again as if it were a camera"),
        new Example("./mien live --camera /dev/video2 --size 1280x720 --mic pulse --output talk.csv", "Record the timeline as a table"),
        new Example("./mien live --window --duration 5:00", "Show the annotated pictures in a window for five minutes"))
    {
        _terminal = terminal;
        _options.AddTo(this);
    }

    /// <inheritdoc/>
    /// <remarks>Programs that capture are ended and recordings finished, a report with its charts among them.</remarks>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (_options.AsksForList(arguments))
        {
            await DeviceTables.WriteAsync(_terminal, cancellation);
            return ExitCode.Success;
        }
        return await new LiveRun(_terminal, await _options.ReadAsync(arguments, cancellation)).RunAsync(cancellation);
    }
}
