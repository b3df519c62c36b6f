using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Cli.Quantizing;
using Mien.Core;
using Mien.Export.Onnx;
using Mien.Export.Quantization;

namespace Mien.Cli.Commands;

/// <summary>`mien quantize`: a model file becomes a smaller and faster one.</summary>
internal sealed class QuantizeCommand : MienCommand
{
    private const string Half = "fp16", Integer = "int8";
    private const int ValidationSamples = 1000;

    private readonly Terminal _terminal;
    private readonly Argument<string> _model = new("MODEL") { Description = "A float ONNX file that `mien export` made" };
    private readonly Option<string> _to = new("--to") { HelpName = "fp16|int8", Description = "fp16: weights in 16 bits, half the file, the same arithmetic. int8: weights and activations in 8 bits, a quarter of the file, faster", Required = true };
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "FILE", Description = "The ONNX file to make or replace", Required = true };
    private readonly Option<string?> _data = new("--data") { HelpName = "CONFIG", Description = "With --to int8: the config that the model was trained with, whose data it is calibrated on; a model that was trained for integers needs none" };
    private readonly Option<string?> _root = new("--root") { HelpName = "DIR", Description = "With --data: the folder that holds the datasets (default: what the config says)" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "With --data: overrides a setting of the config; may be repeated", AllowMultipleArgumentsPerToken = false };
    private readonly Option<bool> _activations = new("--activations") { Description = "With --to fp16: activations in 16 bits, too, for GPUs; CPUs gain nothing by it. With --data, nodes whose values on training samples are too large for 16 bits stay in 32" };
    private readonly Option<bool> _dynamic = new("--dynamic") { Description = "With --to int8: only Linear and LSTM layers, whose inputs are brought to integers at each run; needs no data" };
    private readonly Option<CalibrationMethod?> _method = new("--method") { HelpName = "minmax|percentile|entropy", Description = "How ranges of activations are found (default: percentile)" };
    private readonly Option<double?> _percentile = NumberOption.Create<double>("--percentile", "P", "Share of values that a range holds by percentile, in percent (default: 99.99)", 50, 100, exclusiveMinimum: true);
    private readonly Option<int?> _samples = NumberOption.Create<int>("--samples", "N", "Training samples that ranges are found on (default: 256)", 1);
    private readonly Option<int?> _layerSamples = NumberOption.Create<int>("--layer-samples", "N", "Training samples that each layer's own error is measured on (default: 32)", 1);
    private readonly Option<int?> _validation = NumberOption.Create<int>("--validation-samples", "N", "Validation samples that the model's score is held on (default: 1000)", 1);
    private readonly Option<double?> _loss = NumberOption.Create<double>("--max-accuracy-loss", "POINTS", "Accuracy, or average precision of a detector, that may be lost on them, in percentage points (default: 1); of landmarks normalised mean error in hundredths (default: 0.1); layers go back to float until it holds", 0, 100);
    private readonly Option<int?> _floatLayers = NumberOption.Create<int>("--max-float-layers", "N", "Most layers that may go back to float (default: 8)", 0, 1000);
    private readonly Option<bool> _noCorrection = new("--no-bias-correction") { Description = "Leave biases as they are" };

    public QuantizeCommand(Terminal terminal) : base(
        "quantize",
        "Makes a model file smaller, and faster where the processor gains: 16-bit weights, or 8-bit integers calibrated on real training samples. Prints what became of each layer, and writes it to FILE.json. The file is written only where ONNX Runtime loads it; exit code 1 where int8 loses more than is allowed.",
        new Example("./mien quantize models/face-emotion.onnx --to fp16 -o face-fp16.onnx", "Half the size, the same labels"),
        new Example("./mien quantize models/face-emotion.onnx --to fp16 --activations -o face-gpu.onnx", "All of it in 16 bits, for a GPU"),
        new Example("./mien quantize models/face-emotion.onnx --to int8 -o face-int8.onnx --data configs/face/fer2013_64.yaml --root data", "A quarter of the size, calibrated on the training part and held on the validation part"),
        new Example("./mien quantize models/face-detector.onnx --to int8 -o detector-int8.onnx --data configs/detector/faces.yaml --root data", "A detector, held on its average precision"),
        new Example("./mien quantize face-qat.onnx --to int8 -o face-int8.onnx", "A model trained for integers, by the ranges that training found"),
        new Example("./mien quantize models/speech-emotion.onnx --to int8 --dynamic -o speech-int8.onnx", "8-bit Linear and LSTM weights, without any data"))
    {
        _terminal = terminal;
        _to.AcceptOnlyFromAmong(Half, Integer);
        Add(_model);
        Option[] options = [_to, _output, _data, _root, _set, _activations, _dynamic, _method, _percentile, _samples, _layerSamples, _validation, _loss, _floatLayers, _noCorrection];
        foreach (Option option in options)
            Add(option);
    }

    /// <inheritdoc/>
    protected override Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string model = arguments.GetRequiredValue(_model), output = arguments.GetRequiredValue(_output);
        string? data = arguments.GetValue(_data);
        bool isStatic = arguments.GetValue(_to) == Integer && !arguments.GetValue(_dynamic);
        bool activations = arguments.GetValue(_activations);
        if (activations && arguments.GetValue(_to) != Half)
            throw new UserErrorException("--activations goes with --to fp16; leave it out.");
        if (!isStatic && (data is not null || arguments.GetValue(_root) is not null) && !(activations && data is not null))
            throw new UserErrorException("Only --to int8 without --dynamic, and --to fp16 with --activations, look at data; leave --data and --root out.");
        if (!isStatic)
            return Task.FromResult(WithoutCalibration(arguments, model, output, cancellation));
        bool isTrained = ModelQuantizer.HasRanges(model);
        if (data is null && !isTrained)
            throw new UserErrorException("--to int8 is calibrated on real samples: name the config that the model was trained with, for example --data configs/face/fer2013_64.yaml, or add --dynamic.");
        if (data is null && arguments.GetValue(_root) is not null)
            throw new UserErrorException("--root goes with --data CONFIG; name a config, or leave it out.");

        using QuantizationData? samples = data is null ? null : QuantizationData.Open(model, data, arguments.GetValue(_root), arguments.GetValue(_set), arguments.GetValue(_validation) ?? ValidationSamples, cancellation);
        QuantizationResult result = ModelQuantizer.Quantize(model, output, samples?.Training, samples?.Held, Settings(arguments), _terminal.Error.Profile.Out.Writer.WriteLine, cancellation);
        _terminal.WriteLine(QuantizationText.ToMarkdown(result));
        _terminal.WriteLine(QuantizationText.Size(output, result.Bytes, result.FloatBytes));
        string report = Path.ChangeExtension(output, ".json");
        AtomicFile.WriteAllText(report, QuantizationText.ToJson(result));
        _terminal.WriteLine(report);
        bool holds = result.Held?.HoldsBudget ?? true;
        if (!holds)
            _terminal.WriteError($"more {result.Held!.Metric} is lost than --max-accuracy-loss allows; try another --method, more --samples or more --max-float-layers, or train for integers (section quantization of a config).");
        return Task.FromResult(holds ? ExitCode.Success : ExitCode.Failure);
    }

    private ExitCode WithoutCalibration(ParseResult arguments, string model, string output, CancellationToken cancellation)
    {
        if (arguments.GetValue(_to) == Half && arguments.GetValue(_dynamic))
            throw new UserErrorException("--dynamic goes with --to int8; leave it out.");
        OnnxModel read = FloatModel.Read(model), made;
        if (arguments.GetValue(_activations))
        {
            string? data = arguments.GetValue(_data);
            using QuantizationData? samples = data is null ? null : QuantizationData.Open(model, data, arguments.GetValue(_root), arguments.GetValue(_set), ValidationSamples, cancellation);
            (made, IReadOnlyList<string> floatNodes) = HalfPrecisionGraph.Apply(read, samples?.Training, arguments.GetValue(_samples) ?? new QuantizationOptions().CalibrationSamples, cancellation);
            _terminal.WriteLine($"{floatNodes.Count} of {read.Graph.Nodes.Count} nodes compute in 32 bits{(floatNodes.Count > 0 ? ": " : "")}{string.Join(", ", floatNodes)}");
        }
        else
        {
            made = arguments.GetValue(_dynamic) ? DynamicQuantization.Apply(read) : HalfPrecisionWeights.Apply(read);
        }
        long bytes = FloatModel.Write(made, output);
        _terminal.WriteLine(QuantizationText.Size(output, bytes, new FileInfo(model).Length));
        return ExitCode.Success;
    }

    private QuantizationOptions Settings(ParseResult arguments)
    {
        QuantizationOptions defaults = new();
        return new QuantizationOptions
        {
            Method = arguments.GetValue(_method) ?? defaults.Method,
            Percentile = arguments.GetValue(_percentile) ?? defaults.Percentile,
            CalibrationSamples = arguments.GetValue(_samples) ?? defaults.CalibrationSamples,
            LayerSamples = arguments.GetValue(_layerSamples) ?? defaults.LayerSamples,
            Budget = arguments.GetValue(_loss),
            MaximumFloatLayers = arguments.GetValue(_floatLayers) ?? defaults.MaximumFloatLayers,
            BiasCorrection = !arguments.GetValue(_noCorrection),
        };
    }
}
