using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Training;
using Mien.Training.Configuration;

namespace Mien.Cli.Commands;

/// <summary>`mien config print`: a training config with its bases, overrides and defaults as one file.</summary>
internal sealed class ConfigPrintCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _config = new("CONFIG") { Description = "A YAML file such as configs/face/fer2013.yaml" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Overrides a setting; may be repeated", AllowMultipleArgumentsPerToken = false };

    public ConfigPrintCommand(Terminal terminal) : base(
        "print",
        "Prints the resolved config: what a run with it would use, and what is saved with the run. A mistake in it is named with file and line.",
        new Example("./mien config print configs/face/fer2013.yaml", "Every setting, defaults included"),
        new Example("./mien config print configs/face/fer2013.yaml --set epochs=3 > my.yaml", "A config of your own, in one file"))
    {
        _terminal = terminal;
        Add(_config);
        Add(_set);
    }

    /// <inheritdoc/>
    protected override Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        _terminal.WriteLine(ConfigWriter.Write(TrainingRun.LoadConfig(arguments.GetRequiredValue(_config), arguments.GetValue(_set))).TrimEnd('\n'));
        return Task.FromResult(ExitCode.Success);
    }
}
