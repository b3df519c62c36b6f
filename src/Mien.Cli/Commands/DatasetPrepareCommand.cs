using System.CommandLine;
using System.Globalization;
using Mien.Cli.Datasets;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Preparing;

namespace Mien.Cli.Commands;

/// <summary>`mien dataset prepare`: a smaller copy that training reads faster.</summary>
internal sealed class DatasetPrepareCommand : DatasetActionCommand
{
    private readonly Option<int?> _size = NumberOption.Create("--size", "PIXELS", "Side of the pictures of faces (default: 224)", 32, maximum: 1024);
    private readonly Option<double?> _margin = NumberOption.Create("--margin", "FRACTION", "Margin around a face on each side, of its size (default: 0.2)", 0.0, maximum: 2.0);
    private readonly Option<int?> _moments = NumberOption.Create("--moments", "N", "Faces of each film, spread evenly over it (default: 8)", 1, maximum: 1000);
    private readonly Option<int?> _rate = NumberOption.Create("--rate", "HZ", "Samples a second of recordings (default: 16000)", 4000, maximum: 192_000);
    private readonly Option<string> _output = new("--output") { HelpName = "DIR", Description = "Folder to write to", DefaultValueFactory = _ => "prepared" };

    public DatasetPrepareCommand(Terminal terminal) : base(
        terminal,
        "prepare",
        "Makes a smaller copy that training reads faster: faces cut out of pictures and films as an image folder with people.csv, recordings as mono WAV under their own names.",
        new Example("./mien dataset prepare affectnet data/affectnet --output data/affectnet-224", "Faces of 224 pixels; train on them with kind: image_folder"),
        new Example("./mien dataset prepare ravdess data/ravdess --moments 12", "Twelve faces of each film, and its recording"))
    {
        Add(_size);
        Add(_margin);
        Add(_moments);
        Add(_rate);
        Add(_output);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        IReadOnlyList<DatasetItem> items = List(arguments);
        string root = Root(arguments), output = arguments.GetRequiredValue(_output);
        if (Path.GetFullPath(output) == Path.TrimEndingDirectorySeparator(root))
            throw new UserErrorException("A dataset cannot be prepared into its own folder; name another one with --output.");
        PreparationOptions defaults = new();
        using DatasetPreparer preparer = new(new PreparationOptions
        {
            FaceSize = arguments.GetValue(_size) ?? defaults.FaceSize,
            Margin = (float)(arguments.GetValue(_margin) ?? defaults.Margin),
            Moments = arguments.GetValue(_moments) ?? defaults.Moments,
            SampleRateHz = arguments.GetValue(_rate) ?? defaults.SampleRateHz,
        });
        PreparationResult result = await CountingProgress.RunAsync(Terminal, "preparing", items.Count, advanced => preparer.Run(items, root, output, advanced, cancellation));
        DroppedFiles.Write(Path.Combine(output, "left-out.csv"), root, result.Left);
        Report(result.Left, "left out");
        Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Pictures} pictures and {result.Recordings} recordings of {items.Count} items in {output}; {result.Left.Count} left out (left-out.csv)."));
        return ExitCode.Success;
    }
}
