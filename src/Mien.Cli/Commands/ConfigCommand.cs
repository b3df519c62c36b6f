using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Core;

namespace Mien.Cli.Commands;

/// <summary>`mien config`: what can be done with a training config.</summary>
internal sealed class ConfigCommand : MienCommand
{
    public ConfigCommand(Terminal terminal) : base(
        "config",
        "Shows training configs as they are after bases, overrides and defaults.",
        new Example("./mien config print configs/face/fer2013.yaml", "Every setting of the run, with its value")) =>
        Add(new ConfigPrintCommand(terminal));

    /// <inheritdoc/>
    protected override Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation) =>
        throw new UserErrorException("mien config must be told what to do: ./mien config print CONFIG.");
}
