using Mien.Cli.Invocation;
using Spectre.Console;

namespace Mien.Cli.Tests.Invocation;

/// <summary>A terminal that keeps what is written to it.</summary>
internal sealed class CapturedTerminal
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public CapturedTerminal() => Terminal = new Terminal(Console(_output), Console(_error));

    public Terminal Terminal { get; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    private static IAnsiConsole Console(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
    });
}
