using Spectre.Console;

namespace Mien.Cli.Invocation;

/// <summary>
/// Where a command speaks: results to standard output, everything about the run (progress, notes, errors) to standard error,
/// so that results can be piped.
/// </summary>
/// <param name="Output">Results: tables, paths.</param>
/// <param name="Error">Progress bars and errors.</param>
internal sealed record Terminal(IAnsiConsole Output, IAnsiConsole Error)
{
    /// <summary>Columns assumed where there is no terminal to ask (a pipe, a log).</summary>
    private const int WidthWithoutTerminal = 160;

    /// <summary>The process's own streams.</summary>
    public static Terminal ForProcess() => new(
        For(Console.Out, Console.IsOutputRedirected),
        For(Console.Error, Console.IsErrorRedirected));

    /// <summary>Writes one error sentence.</summary>
    public void WriteError(string sentence) => Error.Profile.Out.Writer.WriteLine($"mien: {sentence}");

    /// <summary>Writes one plain line of results, however long, without markup or wrapping.</summary>
    public void WriteLine(string line) => Output.Profile.Out.Writer.WriteLine(line);

    private static IAnsiConsole For(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
