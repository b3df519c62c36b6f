using System.CommandLine;
using Mien.Cli.Benchmarking;
using Mien.Cli.Invocation;
using Mien.Core;

namespace Mien.Cli.Commands;

/// <summary>`mien bench`: how long models and the whole frame take on this machine.</summary>
internal sealed class BenchCommand : MienCommand
{
    private static readonly string[] s_shipped = ["face-detector", "face-landmarks", "face-emotion", "speech-emotion"];

    private readonly Terminal _terminal;
    private readonly Argument<string[]> _models = new("MODEL") { Description = "ONNX files, in turns with each other; without any: the models that come with Mien", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<int[]> _size = NumberOption.CreateList("--size", "N,N", "Heights and widths of pictures in pixels, for models that take any, such as 224,160,128,112; without it: the model's own", 16, 4096);
    private readonly Option<int[]> _batch = NumberOption.CreateList("--batch", "N,N", "Samples in one run; without it: 1", 1, 4096);
    private readonly Option<int[]> _threads = NumberOption.CreateList("--threads", "N,N", "Threads inside each model, and of the whole frame together; without it: 1 and the number of cores", 1, 256);
    private readonly Option<double?> _seconds = NumberOption.Create("--seconds", "S", $"How long each measurement lasts; without it: 3, and {BenchmarkPlan.MinRuns} runs at least", 0.0, 3600.0, exclusiveMinimum: true);
    private readonly Option<string?> _picture = new("--picture") { HelpName = "FILE", Description = "A picture with a face, from which the camera's frames are made; without it: the demo's portrait" };
    private readonly Option<bool> _modelsOnly = new("--models-only") { Description = "Leave the whole frame out" };
    private readonly Option<bool> _frameOnly = new("--frame-only") { Description = "Measure the whole frame and its steps only" };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FILE", Description = "A JSON file for the numbers" };
    private readonly Option<string[]> _compare = new("--compare") { HelpName = "A B", Description = "Measure nothing; show the ratios of two such files, the second to the first", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true };
    private readonly Option<double?> _maxRatio = NumberOption.Create("--max-ratio", "R", "With --compare: exit code 1 where a median is more than R times the first's", 0.0, 1000.0, exclusiveMinimum: true);
    private readonly ProviderOptionSet _provider = new();

    public BenchCommand(Terminal terminal) : base(
        "bench",
        "Measures latency (median, 95th and 99th percentile), throughput, memory and file size of models, and of the whole way of a 640x480 camera frame to a fused emotion with its steps.",
        new Example("./mien bench", "The models that come with Mien, and the whole frame"),
        new Example("./mien bench face.onnx face-int8.onnx --models-only --threads 1,2", "Two models in turns"),
        new Example("./mien bench face.onnx --models-only --size 224,160,128,112 --batch 1,8 -o bench.json", "Picture sizes and batches, kept as JSON"),
        new Example("./mien bench --compare before.json after.json --max-ratio 1.1", "Fail where something became more than a tenth slower"))
    {
        _terminal = terminal;
        Add(_models);
        Option[] options = [_size, _batch, _threads, _seconds, _picture, _modelsOnly, _frameOnly, _output, _compare, _maxRatio];
        foreach (Option option in options)
            Add(option);
        _provider.AddTo(this);
    }

    /// <inheritdoc/>
    protected override Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation) =>
        Task.FromResult(arguments.GetValue(_compare) is [{ } first, { } second] ? Compare(arguments, first, second) : Measure(arguments, cancellation));

    private ExitCode Compare(ParseResult arguments, string first, string second)
    {
        IReadOnlyList<BenchmarkRatio> ratios = BenchmarkRatio.Of(BenchmarkReport.Read(first), BenchmarkReport.Read(second));
        if (ratios.Count == 0)
            throw new UserErrorException($"{first} and {second} have no measurement in common (models are known by their file names).");
        _terminal.WriteLine(BenchmarkText.ToMarkdown(ratios));
        double allowed = arguments.GetValue(_maxRatio) ?? double.PositiveInfinity;
        BenchmarkRatio[] slower = [.. ratios.Where(ratio => ratio.Median > allowed)];
        foreach (BenchmarkRatio ratio in slower)
            _terminal.WriteError(FormattableString.Invariant($"{ratio.Key.Stage} {ratio.Key.Model} takes {ratio.Median:0.000} times as long as in {first}; {allowed} is allowed."));
        return slower.Length == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private ExitCode Measure(ParseResult arguments, CancellationToken cancellation)
    {
        bool modelsOnly = arguments.GetValue(_modelsOnly), frameOnly = arguments.GetValue(_frameOnly);
        if (modelsOnly && frameOnly)
            throw new UserErrorException("--models-only and --frame-only leave nothing to measure; give one of them.");
        if (arguments.GetValue(_maxRatio) is not null)
            throw new UserErrorException("--max-ratio goes with --compare A B; leave it out.");
        string[] named = arguments.GetValue(_models) ?? [];
        BenchmarkPlan plan = new()
        {
            Models = named.Length > 0 ? named : [.. s_shipped.Select(ModelFolder.Find).OfType<string>()],
            Sizes = arguments.GetValue(_size) ?? [],
            Batches = arguments.GetValue(_batch) is { Length: > 0 } batches ? batches : [1],
            Threads = arguments.GetValue(_threads) is { Length: > 0 } threads ? threads : [.. new[] { 1, Environment.ProcessorCount }.Distinct()],
            Duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds) ?? 3),
            Provider = _provider.Read(arguments),
        };
        List<BenchmarkRow> rows = [];
        if (!frameOnly)
            rows.AddRange(new ModelBenchmark(plan, Note).Run(cancellation));
        if (!modelsOnly)
        {
            using CameraFrames frames = new(arguments.GetValue(_picture) ?? Portrait());
            foreach (int count in plan.Threads)
            {
                using FrameModels models = new(named, count, plan.Provider);
                rows.AddRange(new FrameBenchmark(models, frames, count).Run(plan.Duration, cancellation));
            }
        }
        BenchmarkReport report = new(DateTimeOffset.UtcNow, BenchmarkMachine.Current(), ProcessMemory.Peak() / 1e6, rows);
        _terminal.WriteLine(BenchmarkText.ToMarkdown(report));
        if (arguments.GetValue(_output) is { } output)
        {
            report.Write(output);
            _terminal.WriteLine(output);
        }
        return ExitCode.Success;
    }

    private static string Portrait()
    {
        string portrait = Path.Combine(Installation.StateFolder, "demo", "portrait.png");
        return File.Exists(portrait) ? portrait : throw new UserErrorException("The demo's portrait is not there; name a picture with a face with --picture, or leave the frame out with --models-only.");
    }

    private void Note(string sentence) => _terminal.Error.Profile.Out.Writer.WriteLine(sentence);
}
