using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Cli.Training;
using Mien.Cli.Tuning;
using Mien.Core;
using Mien.Reporting;
using Mien.Training;
using Mien.Training.Configuration;
using Mien.Training.Options;
using Mien.Training.Tuning;

namespace Mien.Cli.Commands;

/// <summary>`mien tune`: searches settings of a config.</summary>
internal sealed class TuneCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _config = new("CONFIG") { Description = "The settings that are not varied, and a section `search` with the ranges of those that are, such as configs/tune/speech.yaml" };
    private readonly Option<string> _study = new("--study") { HelpName = "FILE", Description = "The study, a SQLite file; made when absent, gone on with otherwise; several processes may share it", Required = true };
    private readonly Option<int?> _trials = NumberOption.Create<int>("--trials", "N", "Trials of the whole study, by all processes and sittings together (default: 50)", 1);
    private readonly Option<string> _sampler = new("--sampler") { HelpName = "NAME", Description = "tpe, which learns from earlier trials, or random", DefaultValueFactory = _ => "tpe" };
    private readonly Option<string> _pruner = new("--pruner") { HelpName = "NAME", Description = "median, which gives up trials that are worse than the median at the same epoch, or none", DefaultValueFactory = _ => "median" };
    private readonly Option<string[]> _search = new("--search") { HelpName = "KEY=RANGE", Description = "Varies a setting: 0.1..0.5, log:1e-5..1e-3, int:1..8, log-int:16..256 or ONE|OTHER; may be repeated", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Overrides a setting that is not varied; may be repeated", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _data = new("--data") { HelpName = "DIR", Description = "Folder that holds the datasets, each in its own folder (default: what the config says)" };
    private readonly Option<int?> _seed = NumberOption.Create<int>("--seed", "N", "Seed of the search (default: 1)", 0);

    public TuneCommand(Terminal terminal) : base(
        "tune",
        "Searches good settings: trains a run for each trial, learns from the trials so far which settings to try next, and gives bad ones up early. Prints the best and writes a report beside the study. The same command goes on after any interruption.",
        new Example("./mien tune configs/tune/speech.yaml --trials 50 --study studies/speech.db --data data", "Fifty trials; run it in two terminals to share the work"),
        new Example("./mien tune configs/face/smoke.yaml --study s.db --trials 8 --search optimizer.learning_rate=log:1e-4..1e-2 --search 'batch_size=16|32'", "Name the ranges on the command line"))
    {
        _terminal = terminal;
        _sampler.AcceptOnlyFromAmong("tpe", "random");
        _pruner.AcceptOnlyFromAmong("median", "none");
        Add(_config);
        Option[] options = [_study, _trials, _sampler, _pruner, _search, _set, _data, _seed];
        foreach (Option option in options)
            Add(option);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string path = arguments.GetRequiredValue(_config), file = arguments.GetRequiredValue(_study);
        string[] overrides = arguments.GetValue(_set) ?? [];
        string? data = arguments.GetValue(_data);
        SearchSpace space = SearchSpace.Read(ConfigReader.Read(path), arguments.GetValue(_search) ?? []);
        TrainingConfig Configure(Trial trial) => TrainingRun.LoadConfig(path, [.. overrides, .. space.Overrides(trial), $"name=trial-{trial.Number:0000}"], data);
        TrainingConfig plain = RequireTunable(space, Configure);
        using Study study = Study.Open(file, new StudyOptions
        {
            Space = space,
            Direction = StudyDirection.Maximize,
            Metric = $"validation {plain.SelectBy.ToString().ToLowerInvariant()}",
            Seed = arguments.GetValue(_seed) ?? 1,
            FixedSettings = FixedSettings(plain, space),
        });
        TuningOptions options = new()
        {
            Trials = arguments.GetValue(_trials) ?? new TuningOptions().Trials,
            Sampler = arguments.GetValue(_sampler) == "random" ? new RandomSampler() : new TpeSampler(),
            Pruner = arguments.GetValue(_pruner) == "none" ? null : new MedianPruner(),
        };
        string folder = Path.ChangeExtension(Path.GetFullPath(file), null) + "-runs";
        using TrainingProgressView view = new(_terminal);
        await TorchWork.RunAsync(() => new TuningRun(study, options, Configure, folder).Execute(view.Progress, cancellation));

        IReadOnlyList<Trial> trials = study.Trials();
        _terminal.WriteLine(StudyText.ToMarkdown(study.Options, trials));
        if (TrialRanking.Best(trials, study.Options.Direction) is { } best && Path.Combine(folder, $"trial-{best.Number:0000}", "best.safetensors") is { } weights && File.Exists(weights))
            _terminal.WriteLine(weights);
        string report = Path.ChangeExtension(Path.GetFullPath(file), ".html");
        AtomicFile.Write(report, stream => HtmlDocumentWriter.Write(StudyReport.Compose(Path.GetFileName(file), study.Options, trials), stream));
        _terminal.WriteLine(report);
        return ExitCode.Success;
    }

    /// <summary>Both ends of every range must make a config, so that a mistake shows now and not in the middle of the night.</summary>
    private static TrainingConfig RequireTunable(SearchSpace space, Func<Trial, TrainingConfig> configure)
    {
        Trial At(Func<ParameterRange, double> end) => new()
        {
            Number = 0,
            State = TrialState.Running,
            Parameters = space.Ranges.ToDictionary(entry => entry.Key, entry => entry.Value.FromAxis(end(entry.Value))),
        };
        configure(At(range => range.AxisHigh));
        TrainingConfig config = configure(At(range => range.AxisLow));
        return config.SelectBy != SelectionMetric.Last
            ? config
            : throw new UserErrorException("A config with select_by: last has no score to tune by; set it to uar, accuracy, macro_f1 or weighted_f1.");
    }

    // Where the data lie and how many threads work may differ between processes; what is varied is in the space.
    private static string FixedSettings(TrainingConfig config, SearchSpace space)
    {
        ConfigMapping settings = ConfigReader.ReadText(ConfigWriter.Write(config with { Threads = 0, Workers = 1, Data = config.Data with { Root = "data" } }), "settings");
        return string.Join('\n', Lines(settings, "").Where(line => !space.Ranges.ContainsKey(line.Key)).Select(line => $"{line.Key}: {line.Value}"));
    }

    private static IEnumerable<KeyValuePair<string, string>> Lines(ConfigNode node, string path) => node switch
    {
        ConfigMapping mapping => mapping.Entries.SelectMany(entry => Lines(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
        ConfigSequence list => list.Items.SelectMany((item, index) => Lines(item, $"{path}[{index}]")),
        ConfigScalar scalar => [new(path, scalar.Text ?? "null")],
        _ => [],
    };
}
