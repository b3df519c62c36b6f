using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Mien.Cli.Invocation;

/// <summary>One command of `mien`: its options, its examples and what it does. One subclass a file, in Commands.</summary>
internal abstract class MienCommand : Command
{
    /// <summary>Makes the command.</summary>
    /// <param name="name">What the user types.</param>
    /// <param name="description">What it does, in a sentence or a few.</param>
    /// <param name="examples">Whole command lines, each with what it does, shown at the end of its help.</param>
    protected MienCommand(string name, string description, params IReadOnlyList<Example> examples) : base(name, description)
    {
        HelpOption help = new();
        help.Action = new ExamplesHelpAction((SynchronousCommandLineAction)help.Action!, examples);
        Add(help);
        SetAction(async (arguments, cancellation) => (int)await ExecuteAsync(arguments, cancellation));
    }

    /// <summary>How long the command may take to put things in order after Ctrl-C before the process ends regardless.</summary>
    public virtual TimeSpan StopDeadline => TimeSpan.FromMilliseconds(850);

    /// <summary>Runs the command. A wrong use or bad input is a <see cref="Core.UserErrorException"/>; Ctrl-C cancels the token.</summary>
    protected abstract Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation);
}
