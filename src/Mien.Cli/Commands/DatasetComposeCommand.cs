using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Data.Scenes;
using Mien.Training;
using Mien.Training.Options;

namespace Mien.Cli.Commands;

/// <summary>`mien dataset compose`: the pictures that a face detector is trained or tested on, as files.</summary>
internal sealed class DatasetComposeCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _config = new("CONFIG") { Description = "A config with data of the kind face_scenes, such as configs/detector/faces.yaml" };
    private readonly Option<int?> _count = NumberOption.Create<int>("--count", "N", "Pictures to compose (default: 24)", 1, 1_000_000);
    private readonly Option<DatasetPart> _part = new("--part") { HelpName = "PART", Description = "training, validation or test: whose people are shown", DefaultValueFactory = _ => DatasetPart.Training };
    private readonly Option<int?> _seed = NumberOption.Create<int>("--seed", "N", "Another number composes other pictures (default: the config's)", 0);
    private readonly Option<string?> _data = new("--data") { HelpName = "DIR", Description = "Folder that holds the datasets, each in its own folder (default: what the config says)" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Overrides a setting, for example --set data.scenes.size=320; may be repeated", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "DIR", Description = "Folder to write to, made when absent", DefaultValueFactory = _ => "composed" };

    public DatasetComposeCommand(Terminal terminal) : base(
        "compose",
        "Composes pictures for a face detector from marked frames, portraits and pictures without faces, reproducibly from a seed: PNG files, faces.csv with the boxes and points, and sheet.png that shows the first of them.",
        new Example("./mien dataset compose configs/detector/faces.yaml --data data --count 100", "A hundred training pictures, in composed/"),
        new Example("./mien dataset compose configs/detector/faces.yaml --data data --part test --set data.scenes.min_face=24 -o test", "Test people, no face below 24 pixels"))
    {
        _terminal = terminal;
        Add(_config);
        Option[] options = [_count, _part, _seed, _data, _set, _output];
        foreach (Option option in options)
            Add(option);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string config = arguments.GetRequiredValue(_config);
        if (TrainingRun.LoadConfig(config, arguments.GetValue(_set), arguments.GetValue(_data)).Data is not FaceSceneDataOptions data)
            throw new UserErrorException($"The data of {config} are not composed; give a config with data.kind face_scenes, such as configs/detector/faces.yaml.");
        int count = arguments.GetValue(_count) ?? 24;
        data = data with { Count = count, HeldOutCount = count, Seed = arguments.GetValue(_seed) ?? data.Seed };
        (string table, string sheet) = await Task.Run(
            () => FaceSceneWriter.Write(data.Open(arguments.GetValue(_part), cancellation), arguments.GetRequiredValue(_output), cancellationToken: cancellation), cancellation);
        _terminal.WriteLine(table);
        _terminal.WriteLine(sheet);
        return ExitCode.Success;
    }
}
