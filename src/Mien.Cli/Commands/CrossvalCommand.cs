using System.CommandLine;
using Mien.Cli.CrossValidating;
using Mien.Cli.Invocation;
using Mien.Cli.Training;
using Mien.Core;
using Mien.Training;
using Mien.Training.CrossValidation;
using Mien.Training.Evaluation;
using Mien.Training.Options;

namespace Mien.Cli.Commands;

/// <summary>`mien crossval`: a config is trained once for each fold of people and tested on those it never saw.</summary>
internal sealed class CrossvalCommand : MienCommand
{
    private const int DefaultValidationPeople = 3;

    private readonly Terminal _terminal;
    private readonly Argument<string> _config = new("CONFIG") { Description = "The settings of every fold's run, such as configs/speech/ravdess.yaml" };
    private readonly Option<string> _folds = new("--folds")
    {
        HelpName = "FOLDS",
        Description = "ravdess (the published five), a number of folds to draw by person, or a file with one fold a line, people separated by blanks",
        Required = true,
    };
    private readonly Option<string?> _data = new("--data") { HelpName = "DIR", Description = "Folder that holds the datasets, each in its own folder (default: what the config says)" };
    private readonly Option<string> _output = new("--output") { HelpName = "DIR", Description = "Folder for runs; this one's is NAME-crossval in it", DefaultValueFactory = _ => "runs" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Overrides a setting, for example --set epochs=30; may be repeated", AllowMultipleArgumentsPerToken = false };
    private readonly Option<int?> _validationPeople = NumberOption.Create<int>("--validation-people", "N", "People of the next fold who choose the epoch instead of being trained on (default: 3)", 1);
    private readonly Option<int?> _seed = NumberOption.Create<int>("--seed", "N", "Seed of drawn folds and of the bootstrap (default: 1)", 0);

    public CrossvalCommand(Terminal terminal) : base(
        "crossval",
        "Cross-validates a config by person: each fold's people are tested by a model that was neither trained nor chosen on them. Prints a table with mean and spread. Called again, it skips finished folds and goes on with an interrupted one.",
        new Example("./mien crossval configs/speech/ravdess.yaml --folds ravdess --data data", "The published five folds of RAVDESS"),
        new Example("./mien crossval configs/speech/smoke.yaml --folds 3 --data data", "Three folds drawn by person, quickly"))
    {
        _terminal = terminal;
        Add(_config);
        Option[] options = [_folds, _data, _output, _set, _validationPeople, _seed];
        foreach (Option option in options)
            Add(option);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        TrainingConfig config = TrainingRun.LoadConfig(arguments.GetRequiredValue(_config), arguments.GetValue(_set), arguments.GetValue(_data));
        int seed = arguments.GetValue(_seed) ?? 1;
        PersonFolds folds = PersonFolds.Find(arguments.GetRequiredValue(_folds), () => People(config), seed);
        CrossValidationRun run = new(
            config, folds, arguments.GetRequiredValue(_output), arguments.GetValue(_validationPeople) ?? DefaultValidationPeople, new EvaluationOptions { Seed = seed });
        using TrainingProgressView view = new(_terminal);
        CrossValidationResult result = await TorchWork.RunAsync(() => run.Execute(view.Progress, cancellation));
        _terminal.WriteLine(CrossValidationText.ToMarkdown(result));
        foreach (string file in CrossValidationFiles.Write(result, run.Folder))
            _terminal.WriteLine(file);
        return ExitCode.Success;
    }

    private static IReadOnlyDictionary<string, int> People(TrainingConfig config) => config.Data is IPersonSplitOptions data
        ? data.CountByPerson()
        : throw new UserErrorException($"The data of the config {config.Name} do not say who is on a sample, so no folds of people can be drawn from them.");
}
