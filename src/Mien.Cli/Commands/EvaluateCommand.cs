using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Training;
using Mien.Training.Metrics;
using Mien.Training.Options;

namespace Mien.Cli.Commands;

/// <summary>`mien evaluate`: trained weights become scores on data they were not trained on.</summary>
internal sealed class EvaluateCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _checkpoint = new("CHECKPOINT") { Description = "Weights that `mien train` made, such as runs/face/best.safetensors" };
    private readonly Option<string?> _data = new("--data") { HelpName = "DIR", Description = "Folder that holds the datasets (default: where they were in training)" };
    private readonly Option<DatasetPart> _part = new("--part")
    {
        HelpName = "PART",
        Description = "training, validation or test; test is for the one report at the end, not for choosing (default: validation)",
        DefaultValueFactory = _ => DatasetPart.Validation,
    };

    public EvaluateCommand(Terminal terminal) : base(
        "evaluate",
        "Scores trained weights: accuracy, unweighted average recall (UAR), F1 and the confusion matrix, as Markdown.",
        new Example("./mien evaluate runs/face-fer2013/best.safetensors --data data", "Score on the validation part"),
        new Example("./mien evaluate runs/face-fer2013/best.safetensors --data data --part test", "Report the test part, once"))
    {
        _terminal = terminal;
        Add(_checkpoint);
        Add(_data);
        Add(_part);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        // libtorch keeps a team of threads for each thread that calls it, so one thread does all the work.
        IReadOnlyList<(string Name, ClassificationResult Result)> scores = await Task.Factory.StartNew(
            () => EvaluationRun.Execute(arguments.GetRequiredValue(_checkpoint), arguments.GetValue(_part), arguments.GetValue(_data), cancellationToken: cancellation),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        foreach ((string name, ClassificationResult result) in scores)
            _terminal.WriteLine($"{name}: {result.ToMarkdown()}");
        return ExitCode.Success;
    }
}
