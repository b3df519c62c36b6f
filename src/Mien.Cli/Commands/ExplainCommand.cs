using System.CommandLine;
using Mien.Cli.Analyzing;
using Mien.Cli.Evaluating;
using Mien.Cli.Explaining;
using Mien.Cli.Invocation;
using Mien.Cli.Training;
using Mien.Core;
using Mien.Data;
using Mien.Media;
using Mien.Torch;
using Mien.Training.Evaluation;
using Mien.Training.Explanation;
using Mien.Training.Options;

namespace Mien.Cli.Commands;

/// <summary>`mien explain`: where in a face a model finds its evidence.</summary>
internal sealed class ExplainCommand : MienCommand
{
    private const int DefaultExamples = 4;

    private readonly Terminal _terminal;
    private readonly Argument<string> _model = new("MODEL") { Description = "Weights of a face or fusion model that `mien train` made, such as runs/face/best.safetensors" };
    private readonly Argument<string[]> _inputs = new("INPUT") { Description = "Pictures, folders of them, or quoted patterns; without any: samples of --data", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _data = new("--data") { HelpName = "CONFIG|DIR", Description = "The config whose data are explained, or the folder that holds the datasets (default: the data of its training)" };
    private readonly Option<string?> _root = new("--root") { HelpName = "DIR", Description = "With --data CONFIG: the folder that holds the datasets (default: what the config says)" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "With --data CONFIG: overrides a setting; may be repeated", AllowMultipleArgumentsPerToken = false };
    private readonly Option<DatasetPart> _part = new("--part") { HelpName = "PART", Description = "training, validation or test", DefaultValueFactory = _ => DatasetPart.Validation };
    private readonly Option<int?> _examples = NumberOption.Create<int>("--examples", "N", $"Samples of each label (default: {DefaultExamples})", 1, 10_000);
    private readonly Option<int?> _seed = NumberOption.Create<int>("--seed", "N", "Seed of the choice of samples (default: 1)", 0);
    private readonly Option<string?> _label = new("--label") { HelpName = "NAME", Description = "The label to explain (default: the most probable one of each sample)" };
    private readonly Option<string?> _layer = new("--layer") { HelpName = "NAME", Description = "The layer to look at, such as features.5; earlier ones give finer maps (default: the face encoder's last convolution)" };
    private readonly Option<bool> _crop = new("--crop") { Description = "Take each picture whole as the face, as training pictures are; without it, faces are looked for" };
    private readonly Option<string?> _faceModel = new("--face-model") { HelpName = "FILE", Description = "A face detector (ONNX), one that Mien trained or a YuNet, instead of the one that comes with Mien" };
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "DIR", Description = "Folder for the pictures, the page and the numbers, made when absent", DefaultValueFactory = _ => Path.Combine(AnalyzeOptionSet.DefaultOutput, "explanations") };

    public ExplainCommand(Terminal terminal) : base(
        "explain",
        "Shows where in a face a model finds its evidence for a label (Grad-CAM): a heat map over each face, a page with all, and the numbers as JSON.",
        new Example("./mien explain runs/face-fer2013/best.safetensors portrait.jpg", "Explain the predicted emotion of each face in a picture"),
        new Example("./mien explain runs/face-fer2013/best.safetensors --data data --part test --examples 5", "Five samples of each label that it was not trained on"),
        new Example("./mien explain runs/face-fer2013/best.safetensors faces/ --crop --label fear --layer features.5", "What speaks for fear in cut-out faces, on a finer map"))
    {
        _terminal = terminal;
        Add(_model);
        Add(_inputs);
        Option[] options = [_data, _root, _set, _part, _examples, _seed, _label, _layer, _crop, _faceModel, _output];
        foreach (Option option in options)
            Add(option);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string model = arguments.GetRequiredValue(_model);
        string[] inputs = arguments.GetValue(_inputs) ?? [];
        if (string.Equals(Path.GetExtension(model), ".onnx", StringComparison.OrdinalIgnoreCase))
            throw new UserErrorException($"Grad-CAM needs gradients, which the ONNX file {model} cannot give; name the weights that it was exported from, such as best.safetensors.");
        if (inputs.Length > 0 && (arguments.GetValue(_data) ?? arguments.GetValue(_root)) is not null)
            throw new UserErrorException("Name pictures or --data, not both.");
        return await TorchWork.RunAsync(() => inputs.Length > 0
            ? ExplainPictures(model, inputs, arguments, cancellation)
            : ExplainData(model, arguments, cancellation));
    }

    private ExitCode ExplainPictures(string model, string[] inputs, ParseResult arguments, CancellationToken cancellation)
    {
        using CheckpointPredictor predictor = CheckpointPredictor.Load(model);
        (string layer, Module<Tensor, Tensor> module) = FindLayer(predictor, arguments);
        MediaDiscoveryResult found = MediaDiscovery.Find(inputs);
        List<string> left = [.. found.Failures.Select(failure => failure.Message)];
        bool isBad = left.Count > 0;
        IReadOnlyList<SampleInput> parts = ExplanationRun.FaceInputs(predictor.Model, predictor.Spec);
        using FaceFinder finder = new(predictor.Spec.Image!, arguments.GetValue(_crop), arguments.GetValue(_faceModel));
        ExplanationFacts facts = new(predictor.Name, inputs.Length == 1 ? Path.GetFileName(Path.TrimEndingDirectorySeparator(inputs[0])) : $"{inputs.Length} inputs", layer, predictor.Spec);
        Explain(predictor, module, facts, parts, Faces(), left, arguments, cancellation);
        return isBad ? ExitCode.BadInput : ExitCode.Success;

        IEnumerable<ExplanationSample> Faces()
        {
            // Folders hold other media, too; a file that is named is tried whatever it is called.
            foreach (MediaInput input in found.Inputs.Where(input => input.Kind is MediaKind.Image || inputs.Contains(input.Path)))
            {
                cancellation.ThrowIfCancellationRequested();
                IReadOnlyList<float[]> faces = [];
                try
                {
                    faces = finder.Find(input.Path);
                    if (faces.Count == 0)
                        left.Add($"No face was found in {input.Path}; give --crop where the picture is a face, or another detector with --face-model.");
                }
                catch (UserErrorException error)
                {
                    isBad = true;
                    left.Add(error.Message);
                }
                foreach ((int number, float[] face) in faces.Index())
                    yield return ExplanationRun.OfFace(Path.GetFileNameWithoutExtension(input.Path) + (faces.Count > 1 ? $"-face{number + 1}" : ""), parts, face);
            }
        }
    }

    private ExitCode ExplainData(string model, ParseResult arguments, CancellationToken cancellation)
    {
        using ModelUnderTest subject = ModelUnderTest.Open(model, arguments.GetValue(_data), arguments.GetValue(_root), arguments.GetValue(_set));
        CheckpointPredictor predictor = (CheckpointPredictor)subject.Predictor;
        (string layer, Module<Tensor, Tensor> module) = FindLayer(predictor, arguments);
        DatasetPart part = arguments.GetValue(_part);
        IEmotionDataset dataset = subject.Data.Open(part, cancellation);
        IReadOnlyList<int> chosen = ExampleChoice.OfEachLabel(dataset, arguments.GetValue(_examples) ?? DefaultExamples, arguments.GetValue(_seed) ?? 1);
        ExplanationFacts facts = new(predictor.Name, $"{chosen.Count} samples of the {part.ToString().ToLowerInvariant()} part", layer, predictor.Spec);
        Explain(predictor, module, facts, dataset.Inputs, ExplanationRun.Of(dataset, chosen), [], arguments, cancellation);
        return ExitCode.Success;
    }

    private void Explain(
        CheckpointPredictor predictor, Module<Tensor, Tensor> layer, ExplanationFacts facts, IReadOnlyList<SampleInput> parts, IEnumerable<ExplanationSample> samples, List<string> left, ParseResult arguments, CancellationToken cancellation)
    {
        int? label = null;
        if (arguments.GetValue(_label) is { } name)
            label = facts.Labels.IndexOf(name) is >= 0 and int index
                ? index
                : throw new UserErrorException($"The model knows no label {name}; its labels are {facts.Labels}{NearestName.Hint(name, facts.Labels)}.");
        TorchThreads.Set(Environment.ProcessorCount);
        ExplanationRecorder recorder = new(facts, parts, arguments.GetRequiredValue(_output));
        using (GradCam gradCam = new(predictor.Model, layer))
            ExplanationRun.Execute(gradCam, parts, samples, label, recorder.Add, cancellation);
        if (recorder.Samples is not [{ Map: { } map }, ..])
        {
            foreach (string sentence in left.SkipLast(1))
                _terminal.WriteError(sentence);
            throw new UserErrorException(left.Count > 0 ? left[^1] : $"There is nothing to explain: the {facts.Source} hold no picture.");
        }
        if (facts.CoarsenessNote(map.Width, map.Height) is { } note)
            left.Insert(0, note);
        foreach (string sentence in left)
            _terminal.WriteError(sentence);
        foreach (ExplainedSample sample in recorder.Samples)
            _terminal.WriteLine($"{Path.Combine(arguments.GetRequiredValue(_output), sample.File)}: {sample.Headline}; peak {sample.PeakPlace}");
        foreach (string file in recorder.Complete(left))
            _terminal.WriteLine(file);
    }

    private (string Name, Module<Tensor, Tensor> Layer) FindLayer(CheckpointPredictor predictor, ParseResult arguments)
    {
        FaceLayers layers = new(predictor.Model);
        return layers.Find(arguments.GetValue(_layer) ?? layers.Last);
    }
}
