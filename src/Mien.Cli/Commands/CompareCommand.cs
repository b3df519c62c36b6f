using System.CommandLine;
using Mien.Cli.Comparing;
using Mien.Cli.Evaluating;
using Mien.Cli.Invocation;
using Mien.Cli.Training;
using Mien.Core;
using Mien.Torch;
using Mien.Training;
using Mien.Training.Evaluation;
using Mien.Training.Metrics;
using Mien.Training.Options;

namespace Mien.Cli.Commands;

/// <summary>`mien compare`: whether forms of one model (checkpoint, ONNX, FP16, INT8) say the same of the same samples.</summary>
internal sealed class CompareCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _models = new("MODEL") { Description = "Two or more models, checkpoints or ONNX files; the first is what the others are compared with", Arity = new ArgumentArity(2, 16) };
    private readonly Option<string?> _data = new("--data") { HelpName = "CONFIG", Description = "The config whose data the models are given", Required = true };
    private readonly Option<string?> _root = new("--root") { HelpName = "DIR", Description = "The folder that holds the datasets (default: what the config says)" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Overrides a setting of the config; may be repeated", AllowMultipleArgumentsPerToken = false };
    private readonly Option<DatasetPart> _part = new("--part") { HelpName = "PART", Description = "training, validation or test; test is for the one report at the end", DefaultValueFactory = _ => DatasetPart.Validation };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FILE", Description = "A JSON file for the numbers" };
    private readonly Option<double?> _difference = NumberOption.Create<double>("--max-difference", "P", "Largest difference of two probabilities allowed, 0 to 1; of a detector or landmark network, of any two numbers", 0, 1);
    private readonly Option<double?> _agreement = NumberOption.Create<double>("--min-agreement", "PERCENT", "Share of samples that must get the same label, in percent", 0, 100);
    private readonly Option<double?> _loss = NumberOption.Create<double>("--max-accuracy-loss", "POINTS", "Accuracy, or average precision of a detector, that may be lost, in percentage points; of landmarks normalised mean error in hundredths", 0, 100);

    public CompareCommand(Terminal terminal) : base(
        "compare",
        "Runs forms of one model, checkpoints and ONNX files, on the same held-out samples: how far their probabilities differ, on how many they say the same label, and what each is worth. Exit code 1 where one goes beyond a budget.",
        new Example("./mien compare models/face-emotion.onnx face-fp16.onnx face-int8.onnx --data configs/face/fer2013_64.yaml --root data", "A table with a row a model"),
        new Example("./mien compare runs/face/best.safetensors face.onnx --data configs/face/fer2013_64.yaml --max-difference 0.0001 --min-agreement 100", "Fail where the export differs"),
        new Example("./mien compare face.onnx face-int8.onnx --data configs/face/fer2013_64.yaml --max-accuracy-loss 1 -o parity.json", "Fail where more than one point is lost, and keep the numbers"),
        new Example("./mien compare models/face-landmarks.onnx landmarks-int8.onnx --data configs/landmarks/face68.yaml --root data", "Landmarks, by their normalised mean error"))
    {
        _terminal = terminal;
        Add(_models);
        Option[] options = [_data, _root, _set, _part, _output, _difference, _agreement, _loss];
        foreach (Option option in options)
            Add(option);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        DatasetPart part = arguments.GetValue(_part);
        string data = arguments.GetRequiredValue(_data)!, words = $"{part.ToString().ToLowerInvariant()} part of {data}";
        ComparisonBudget budget = new(arguments.GetValue(_difference), arguments.GetValue(_agreement), arguments.GetValue(_loss));
        if (arguments.GetRequiredValue(_models) is var paths && PictureNetworkUnderTest.IsOne(paths[0]))
            return await CompareNetworks(paths, path => PictureNetworkUnderTest.Open(path, data, arguments.GetValue(_root), arguments.GetValue(_set)), part, words, budget, arguments.GetValue(_output), cancellation);
        List<ComparedModel> models = [];
        EmotionPredictions? reference = null;
        foreach (string path in paths)
        {
            EvaluationResult result = await TorchWork.RunAsync(() => Evaluate(
                () => ModelUnderTest.Open(path, data, arguments.GetValue(_root), arguments.GetValue(_set)), part, words, cancellation));
            if (reference is not null && !reference.Labels.Equals(result.Predictions.Labels))
                throw new UserErrorException($"{path} tells {result.Predictions.Labels} and {models[0].Path} tells {reference.Labels}; only models of the same labels can be compared.");
            models.Add(new ComparedModel(
                path,
                new FileInfo(path).Length,
                result.All?.Scores.Accuracy,
                result.All?.Calibration.ExpectedError,
                reference is null ? null : PredictionComparison.Of(reference, result.Predictions)));
            reference ??= result.Predictions;
        }

        return Report(
            ComparisonText.ToMarkdown(models, words, reference!.Count), [.. models.SelectMany(model => budget.Violations(models[0], model))], violations => ComparisonText.ToJson(models, words, violations), arguments.GetValue(_output));
    }

    private async Task<ExitCode> CompareNetworks(
        IReadOnlyList<string> paths, Func<string, PictureNetworkUnderTest> open, DatasetPart part, string words, ComparisonBudget budget, string? output, CancellationToken cancellation)
    {
        (IReadOnlyList<ComparedNetwork> models, int samples) = await TorchWork.RunAsync(() =>
        {
            TorchThreads.Set(Environment.ProcessorCount);
            return NetworkComparison.Execute(paths, open, part, cancellation);
        });
        return Report(
            NetworkComparison.ToMarkdown(models, words, samples), [.. models.SelectMany(model => NetworkComparison.Violations(budget, models[0], model))], violations => NetworkComparison.ToJson(models, words, violations), output);
    }

    private ExitCode Report(string table, string[] violations, Func<string[], string> json, string? output)
    {
        _terminal.WriteLine(table);
        if (output is not null)
        {
            AtomicFile.WriteAllText(output, json(violations));
            _terminal.WriteLine(output);
        }
        foreach (string violation in violations)
            _terminal.WriteError(violation);
        return violations.Length == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static EvaluationResult Evaluate(Func<ModelUnderTest> open, DatasetPart part, string words, CancellationToken cancellation)
    {
        using ModelUnderTest subject = open();
        if (subject.Predictor is CheckpointPredictor)
            TorchThreads.Set(Environment.ProcessorCount);
        return EvaluationRun.Execute(subject.Predictor, subject.Data.Open(part, cancellation), words, new EvaluationOptions { BootstrapResamples = 0 }, cancellationToken: cancellation);
    }
}
