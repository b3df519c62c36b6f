using System.CommandLine;
using System.Globalization;
using Mien.Cli.Datasets;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Preparing;

namespace Mien.Cli.Commands;

/// <summary>`mien dataset clean`: what is not fit to learn from.</summary>
internal sealed class DatasetCleanCommand : DatasetActionCommand
{
    private readonly Option<string?> _output = new("--output") { HelpName = "FILE", Description = $"The list of dropped files (default: ROOT/{DroppedFiles.FileName}, which training and all of `mien dataset` keep to)" };

    public DatasetCleanCommand(Terminal terminal) : base(
        terminal,
        "clean",
        $"Decodes every file on all cores and drops those that are missing, empty, unreadable, damaged or there twice: it writes {DroppedFiles.FileName} (file, reason, detail). No file is touched.",
        new Example("./mien dataset clean image_folder pictures", $"Write pictures/{DroppedFiles.FileName}"),
        new Example("./mien dataset clean fer2013 data/fer2013 --output fer2013-dropped.csv", "Only look")) => Add(_output);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        IReadOnlyList<DatasetItem> items = List(arguments, withDropped: true);
        string root = Root(arguments), path = arguments.GetValue(_output) ?? Path.Combine(root, DroppedFiles.FileName);
        IReadOnlyList<DroppedItem> dropped = await CountingProgress.RunAsync(Terminal, "checking files", items.Count, advanced => DatasetCleaner.Find(items, advanced, cancellation));
        try
        {
            DroppedFiles.Write(path, root, dropped);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be written ({error.Message.TrimEnd('.')}); name another file with --output.", error);
        }
        Report(dropped, "dropped");
        string reasons = string.Join(", ", dropped.CountBy(item => item.Reason).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {pair.Key}")));
        Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{items.Count - dropped.Count} of {items.Count} items are kept{(reasons.Length > 0 ? $"; dropped: {reasons}" : "")}."));
        Terminal.WriteLine(path);
        return ExitCode.Success;
    }
}
