using System.CommandLine;
using Mien.Cli.Exporting;
using Mien.Cli.Invocation;
using Mien.Cli.Launching;
using Mien.Cli.Training;
using Mien.Export;
using Mien.Training;
using Mien.Training.Distributed;
using Mien.Training.Options;

namespace Mien.Cli.Commands;

/// <summary>`mien train`: a config becomes weights.</summary>
internal sealed class TrainCommand : MienCommand
{
    // Machines of a cluster start at different times.
    private static readonly TimeSpan s_rendezvous = TimeSpan.FromMinutes(5);

    private readonly Terminal _terminal;
    private readonly Argument<string> _config = new("CONFIG") { Description = "The run's settings, a YAML file such as configs/face/fer2013.yaml" };
    private readonly Option<string?> _data = new("--data") { HelpName = "DIR", Description = "Folder that holds the datasets, each in its own folder (default: what the config says)" };
    private readonly Option<string> _output = new("--output") { HelpName = "DIR", Description = "Folder for runs; each has its own folder in it", DefaultValueFactory = _ => "runs" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Overrides a setting, for example --set optimizer.learning_rate=0.001; may be repeated", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _export = new("--export") { HelpName = "FILE", Description = "Then write the best weights as an ONNX model, compared on the validation data; `mien export` says more about it" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the run of that name where it was interrupted" };

    public TrainCommand(Terminal terminal) : base(
        "train",
        "Trains a model as a config says and writes weights, settings and logs to a folder. Ctrl-C keeps what was learnt so far, for --resume.",
        new Example("./mien train configs/face/fer2013.yaml --data data", "Train the face model on data/fer2013"),
        new Example("./mien train configs/speech/ravdess.yaml --data data --resume", "Go on with an interrupted run"),
        new Example("./mien train configs/landmarks/face68.yaml --data data --export face-landmarks.onnx", "From data to a model file"),
        new Example("./mien train configs/face/smoke.yaml --data data --set epochs=1", "Check in a minute that everything works"))
    {
        _terminal = terminal;
        Add(_config);
        Add(_data);
        Add(_output);
        Add(_set);
        Add(_export);
        Add(_resume);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        TrainingConfig config = TrainingRun.LoadConfig(arguments.GetRequiredValue(_config), arguments.GetValue(_set), arguments.GetValue(_data));
        RankPlace place = RankPlace.Read(Environment.GetEnvironmentVariable);
        using LauncherWatch launcher = new(cancellation);
        using TrainingProgressView view = new(_terminal, isSilent: place.Rank != 0);
        RunFolder folder = await TorchWork.RunAsync(() =>
        {
            using DataParallel parallel = DataParallel.Join(place, s_rendezvous);
            return TrainingRun.Execute(config, arguments.GetRequiredValue(_output), view.Progress, arguments.GetValue(_resume), launcher.Token, parallel);
        });
        if (place.Rank != 0)
            return ExitCode.Success;
        _terminal.WriteLine(folder.BestModel);
        if (arguments.GetValue(_export) is { } output)
            ExportSummary.Write(_terminal, output, CheckpointExporter.Export(folder.BestModel, output, new CheckpointExportOptions { DataRoot = config.Data.Root }, cancellation));
        return ExitCode.Success;
    }
}
