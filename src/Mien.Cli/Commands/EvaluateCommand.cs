using System.CommandLine;
using Mien.Cli.Analyzing;
using Mien.Cli.Evaluating;
using Mien.Cli.Invocation;
using Mien.Cli.Training;
using Mien.Inference;
using Mien.Torch;
using Mien.Training;
using Mien.Training.Evaluation;
using Mien.Training.Metrics;
using Mien.Training.Options;

namespace Mien.Cli.Commands;

/// <summary>`mien evaluate`: a trained model becomes scores on data it was not trained on.</summary>
internal sealed class EvaluateCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _model = new("MODEL") { Description = "Weights that `mien train` made, such as runs/face/best.safetensors, or an ONNX file that `mien export` made" };
    private readonly Option<string?> _data = new("--data")
    {
        HelpName = "CONFIG|DIR",
        Description = "The config whose data the model is tried on, or the folder that holds the datasets (default: the data of its training); an ONNX file needs a config",
    };
    private readonly Option<string?> _root = new("--root") { HelpName = "DIR", Description = "With --data CONFIG: the folder that holds the datasets (default: what the config says)" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "With --data CONFIG: overrides a setting, for example --set data.image_size=48; may be repeated", AllowMultipleArgumentsPerToken = false };
    private readonly Option<DatasetPart> _part = new("--part")
    {
        HelpName = "PART",
        Description = "training, validation or test; test is for the one report at the end, not for choosing",
        DefaultValueFactory = _ => DatasetPart.Validation,
    };
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "DIR", Description = "Folder for the report (HTML), JSON and CSV, made when absent", DefaultValueFactory = _ => Path.Combine(AnalyzeOptionSet.DefaultOutput, "evaluation") };
    private readonly Option<int?> _pictureSize = NumberOption.Create<int>(
        "--picture-size", "PIXELS", "Read pictures at this size instead of the model's own; needs an ONNX file whose picture size is free", ModelBundle.SmallestPicture, ModelBundle.LargestPicture);
    private readonly Option<int[]> _topK = new("--top-k")
    {
        HelpName = "K",
        Description = "Count a sample as right where its label is among the K most probable; may be repeated (default: 2 and 3)",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<int?> _bins = NumberOption.Create<int>("--bins", "N", "Bins of the reliability diagram (default: 15)", 1, 1000);
    private readonly Option<int?> _bootstrap = NumberOption.Create<int>("--bootstrap", "N", "Resamples for the 95 % intervals; 0 for none (default: 1000)", 0, 1_000_000);
    private readonly Option<int?> _seed = NumberOption.Create<int>("--seed", "N", "Seed of the resampling (default: 1)", 0);

    public EvaluateCommand(Terminal terminal) : base(
        "evaluate",
        "Scores a trained model, a checkpoint or an ONNX file: accuracy, unweighted average recall (UAR), F1, scores by label and by person, calibration, and how far chance may have moved them. Prints Markdown and writes a report, JSON and CSV.",
        new Example("./mien evaluate runs/face-fer2013/best.safetensors --data data", "Score on the validation part of the data that it was trained with"),
        new Example("./mien evaluate models/face-emotion.onnx --data configs/face/fer2013_64.yaml --part test", "Report the test part, once"),
        new Example("./mien evaluate models/face-emotion.onnx --data configs/face/fer2013_64.yaml --picture-size 112", "Score it at another picture size"),
        new Example("./mien evaluate runs/face-detector/best.safetensors --data data --part test", "Score a face detector or a landmark network on held-out people"),
        new Example("./mien evaluate model.onnx --data configs/speech/ravdess.yaml --root /data --bootstrap 10000", "Finer intervals, data elsewhere"))
    {
        _terminal = terminal;
        Add(_model);
        Option[] options = [_data, _root, _set, _part, _pictureSize, _output, _topK, _bins, _bootstrap, _seed];
        foreach (Option option in options)
            Add(option);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string model = arguments.GetRequiredValue(_model);
        DatasetPart part = arguments.GetValue(_part);
        EvaluationOptions defaults = new();
        EvaluationOptions options = new()
        {
            TopK = arguments.GetValue(_topK) is { Length: > 0 } topK ? topK : defaults.TopK,
            CalibrationBins = arguments.GetValue(_bins) ?? defaults.CalibrationBins,
            BootstrapResamples = arguments.GetValue(_bootstrap) ?? defaults.BootstrapResamples,
            Seed = arguments.GetValue(_seed) ?? defaults.Seed,
        };
        if (options.TopK.Any(k => k < 1))
            throw new Core.UserErrorException("--top-k needs whole numbers of at least 1.");

        string name = $"{Path.GetFileNameWithoutExtension(model)}-{part.ToString().ToLowerInvariant()}";
        if (Path.GetExtension(model) == ".safetensors" && File.Exists(model) && TaskEvaluation.IsFor(model))
        {
            if (arguments.GetValue(_set) is { Length: > 0 } || arguments.GetValue(_root) is not null || arguments.GetValue(_pictureSize) is not null || Path.GetExtension(arguments.GetValue(_data)) is ".yaml" or ".yml")
                throw new Core.UserErrorException($"{model} does not tell emotion and is scored on the data that it was trained with; give only their folder, with --data DIR.");
            (ValidationResult scores, int samples) = await TorchWork.RunAsync(() => ScoreTask(model, arguments.GetValue(_data), part, cancellation));
            _terminal.WriteLine($"{samples} samples of the {part.ToString().ToLowerInvariant()} part: {scores}");
            _terminal.WriteLine(EvaluationFiles.Write(scores, samples, arguments.GetRequiredValue(_output), name));
            return ExitCode.Success;
        }
        EvaluationResult result = await TorchWork.RunAsync(
            () => Evaluate(() => ModelUnderTest.Open(model, arguments.GetValue(_data), arguments.GetValue(_root), arguments.GetValue(_set), arguments.GetValue(_pictureSize)), part, options, cancellation));
        _terminal.WriteLine(EvaluationText.ToMarkdown(result));
        foreach (string file in EvaluationFiles.Write(result, arguments.GetRequiredValue(_output), name))
            _terminal.WriteLine(file);
        return ExitCode.Success;
    }

    private static string SamplesOf(DataOptions data) => data switch
    {
        SpeechDataOptions => "recordings",
        RavdessDataOptions => "clips",
        FeaturesDataOptions => "features",
        _ => "pictures",
    };

    private static (ValidationResult, int) ScoreTask(string model, string? data, DatasetPart part, CancellationToken cancellation)
    {
        TorchThreads.Set(Environment.ProcessorCount);
        return TaskEvaluation.Execute(model, data, part, cancellation);
    }

    private static EvaluationResult Evaluate(Func<ModelUnderTest> open, DatasetPart part, EvaluationOptions options, CancellationToken cancellation)
    {
        using ModelUnderTest subject = open();
        if (subject.Predictor is CheckpointPredictor)
            TorchThreads.Set(Environment.ProcessorCount);
        string words = $"{part.ToString().ToLowerInvariant()} part of the {SamplesOf(subject.Data)}";
        return EvaluationRun.Execute(subject.Predictor, subject.Data.Open(part, cancellation), words, options, cancellationToken: cancellation);
    }
}
