using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Core;

namespace Mien.Cli.Commands;

/// <summary>`mien dataset`: what can be done with data before training.</summary>
internal sealed class DatasetCommand : MienCommand
{
    public DatasetCommand(Terminal terminal) : base(
        "dataset",
        "Looks at datasets and makes them ready: their statistics, examples, clean copies and splits by person. Originals are never changed.",
        new Example("./mien dataset stats fer2013 data/fer2013", "Class balance, people, sizes"),
        new Example("./mien dataset clean image_folder pictures", "List unreadable, empty and duplicate files"),
        new Example("./mien dataset split emodb data/emodb --folds 5", "Five folds by person"))
    {
        Add(new DatasetStatsCommand(terminal));
        Add(new DatasetPreviewCommand(terminal));
        Add(new DatasetCleanCommand(terminal));
        Add(new DatasetSplitCommand(terminal));
        Add(new DatasetConvertCommand(terminal));
        Add(new DatasetPrepareCommand(terminal));
        Add(new DatasetComposeCommand(terminal));
    }

    /// <inheritdoc/>
    protected override Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation) =>
        throw new UserErrorException("mien dataset must be told what to do: ./mien dataset prepare|convert|clean|stats|preview|split KIND ROOT, or ./mien dataset compose CONFIG.");
}
