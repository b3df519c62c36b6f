using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Core;

namespace Mien.Cli.Commands;

/// <summary>A command that the launcher script carries out itself, because it builds the program; here it only has its help.</summary>
internal sealed class LauncherCommand : MienCommand
{
    /// <summary>Makes the command.</summary>
    public LauncherCommand(string name, string description, params IReadOnlyList<Example> examples) : base(name, description, examples) =>
        Add(new Argument<string[]>("word") { Description = "Words to choose by", Arity = ArgumentArity.ZeroOrMore });

    /// <inheritdoc/>
    protected override Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation) =>
        throw new UserErrorException($"`{Name}` is done by the launcher: run ./mien {Name} in the repository.");
}
