using System.CommandLine;
using System.Globalization;
using Mien.Cli.Datasets;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Preparing;

namespace Mien.Cli.Commands;

/// <summary>`mien dataset convert`: any pictures as annotation files.</summary>
internal sealed class DatasetConvertCommand : DatasetActionCommand
{
    private readonly Option<string[]> _labels = new("--labels") { HelpName = "LABEL", Description = "The classes in the order of their numbers; items with others are left out (default: all that occur)", AllowMultipleArgumentsPerToken = true };
    private readonly Option<double?> _validation = NumberOption.Create("--validation", "SHARE", "Share held out to choose by, where the dataset does not come in three parts (default: 0.1)", 0.0, maximum: 0.9);
    private readonly Option<double?> _test = NumberOption.Create("--test", "SHARE", "Share for the final report, where the dataset has no parts (default: 0.1)", 0.0, maximum: 0.9);
    private readonly Option<string> _output = new("--output") { HelpName = "DIR", Description = "Folder to write to", DefaultValueFactory = _ => "annotations" };

    public DatasetConvertCommand(Terminal terminal) : base(
        terminal,
        "convert",
        "Writes a dataset as annotation files: train.txt, val.txt, test.txt with lines `path label`, and classes.txt; faces.csv keeps boxes, landmarks, valence and arousal where they are known, so that training cuts out the same faces. Files stay where they are; pictures inside tables (fer2013.csv) are written out.",
        new Example("./mien dataset convert affectnet data/affectnet --validation 0", "AffectNet's tables as train.txt and test.txt"),
        new Example("./mien dataset convert affectnet data/affectnet --labels neutral happy sad surprise fear disgust anger contempt", "Its eight emotions alone"))
    {
        Add(_labels);
        Add(_validation);
        Add(_test);
        Add(_output);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        IReadOnlyList<DatasetItem> items = [.. List(arguments).Where(item => item.Label is not null && item.Medium != ItemMedium.Features)];
        if (items.Count == 0)
            throw new UserErrorException("The dataset has no files with labels, so there is nothing to write.");
        EmotionLabelSet labels = arguments.GetValue(_labels) is { Length: > 0 } chosen ? new EmotionLabelSet(chosen.Select(EmotionNames.Of).Distinct()) : AnnotationWriter.LabelsOf(items);
        PartShares shares = Shares(arguments.GetValue(_validation) ?? 0.1, arguments.GetValue(_test) ?? 0.1);
        string output = arguments.GetRequiredValue(_output);
        IReadOnlyList<(string File, int Lines)> written = await Task.Run(() => AnnotationWriter.Write(ItemParts.Of(items, shares), labels, output), cancellation);
        foreach ((string file, int lines) in written)
            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.Combine(output, file)}: {lines} lines"));
        Terminal.WriteLine($"{Path.Combine(output, "classes.txt")}: {labels}");
        if (File.Exists(Path.Combine(output, FaceTable.FileName)))
            Terminal.WriteLine($"{Path.Combine(output, FaceTable.FileName)}: boxes, landmarks and affect, which Mien reads beside the lines; other programs see whole pictures (`mien dataset prepare` cuts faces out)");
        return ExitCode.Success;
    }
}
