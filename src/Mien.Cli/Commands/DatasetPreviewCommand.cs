using System.CommandLine;
using Mien.Cli.Datasets;
using Mien.Cli.Invocation;
using Mien.Data.Kinds;
using Mien.Data.Preparing;

namespace Mien.Cli.Commands;

/// <summary>`mien dataset preview`: a few examples of each label.</summary>
internal sealed class DatasetPreviewCommand : DatasetActionCommand
{
    private readonly Option<int?> _examples = NumberOption.Create("--examples", "N", "Examples of each label (default: 8)", 1, maximum: 100);
    private readonly Option<int?> _seed = NumberOption.Create("--seed", "N", "Another number gives other examples (default: 0)", 0);
    private readonly Option<string> _output = new("--output") { HelpName = "DIR", Description = "Folder to write to", DefaultValueFactory = _ => "preview" };

    public DatasetPreviewCommand(Terminal terminal) : base(
        terminal,
        "preview",
        "Writes examples of each label: preview.png with a row for each, and a folder of copies for each. Recordings show as log-mel spectrograms.",
        new Example("./mien dataset preview ravdess data/ravdess --examples 12", "Twelve clips of each emotion, in preview/"))
    {
        Add(_examples);
        Add(_seed);
        Add(_output);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        IReadOnlyList<DatasetItem> items = List(arguments);
        (string sheet, IReadOnlyList<DroppedItem> left) = await Task.Run(
            () => DatasetPreview.Write(items, arguments.GetValue(_examples) ?? 8, arguments.GetValue(_seed) ?? 0, arguments.GetRequiredValue(_output), cancellation), cancellation);
        Report(left, "not shown:");
        Terminal.WriteLine(sheet);
        return ExitCode.Success;
    }
}
