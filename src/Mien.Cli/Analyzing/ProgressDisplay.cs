using Mien.Cli.Invocation;
using Spectre.Console;

namespace Mien.Cli.Analyzing;

/// <summary>A progress bar for the input being analysed and, where there are several, one over all of them.</summary>
internal sealed class ProgressDisplay
{
    private readonly Terminal _terminal;
    private readonly ProgressContext? _context;
    private readonly ProgressTask? _all;

    private ProgressDisplay(Terminal terminal, ProgressContext? context, int inputCount)
    {
        (_terminal, _context) = (terminal, context);
        if (context is not null && inputCount > 1)
            _all = context.AddTask("all inputs", maxValue: inputCount);
    }

    /// <summary>Runs work under the display; shows nothing where <paramref name="quiet"/> or where nobody looks (no terminal).</summary>
    public static async Task RunAsync(Terminal terminal, bool quiet, int inputCount, Func<ProgressDisplay, Task> work)
    {
        if (quiet || !terminal.Error.Profile.Capabilities.Interactive)
        {
            await work(new ProgressDisplay(terminal, null, inputCount));
            return;
        }
        await terminal.Error.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpeedColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(context => work(new ProgressDisplay(terminal, context, inputCount)));
    }

    /// <summary>Begins one input.</summary>
    public InputProgress Begin(string input) => new(_terminal, input, _context?.AddTask(Path.GetFileName(input).EscapeMarkup()), _all);
}
