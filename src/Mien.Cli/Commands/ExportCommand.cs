using System.CommandLine;
using Mien.Cli.Exporting;
using Mien.Cli.Invocation;
using Mien.Export;

namespace Mien.Cli.Commands;

/// <summary>`mien export`: a checkpoint becomes a model file.</summary>
internal sealed class ExportCommand : MienCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _checkpoint = new("CHECKPOINT") { Description = "Weights that `mien train` made, such as runs/face/best.safetensors" };
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "FILE", Description = "The ONNX file to make or replace", Required = true };
    private readonly Option<string?> _name = new("--name") { HelpName = "NAME", Description = "Name of the model (default: the training run's)" };
    private readonly Option<string?> _version = new("--model-version") { HelpName = "VERSION", Description = "Version of the weights (default: 1.0.0)" };
    private readonly Option<string?> _license = new("--license") { HelpName = "TEXT", Description = "Licence of the weights; what the training data's licences allow" };
    private readonly Option<double?> _reliability = NumberOption.Create<double>(
        "--reliability", "UAR", "Unweighted average recall on held-out people, 0 to 1; weighs the model where results are fused (default: the validation score)", 0, 1);
    private readonly Option<string?> _data = new("--data") { HelpName = "DIR", Description = "Folder that holds the datasets: compare on real validation samples instead of made-up input" };
    private readonly Option<int?> _samples = NumberOption.Create<int>("--samples", "N", "Samples to compare torch and ONNX Runtime on (default: 200)", 1);

    private readonly Option<bool> _trtexec = new("--trtexec") { Description = "Also print the command lines that build and run the model as a TensorRT engine" };

    public ExportCommand(Terminal terminal) : base(
        "export",
        "Writes trained weights as a self-describing ONNX model that `mien analyze --model` takes. The file is kept only where ONNX Runtime and torch agree.",
        new Example("./mien export runs/face/best.safetensors -o face.onnx", "Export and compare on made-up input"),
        new Example("./mien export runs/face/best.safetensors -o face.onnx --data data", "Compare on 200 samples of the validation data"),
        new Example("./mien export runs/speech/best.safetensors -o speech.onnx --reliability 0.52 --license CC-BY-NC-SA-4.0", "Say how good it is on people it has not met, and under which licence it stands"))
    {
        _terminal = terminal;
        Option[] options = [_output, _name, _version, _license, _reliability, _data, _samples, _trtexec];
        Add(_checkpoint);
        foreach (Option option in options)
            Add(option);
    }

    /// <inheritdoc/>
    protected override Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CheckpointExportOptions defaults = new();
        CheckpointExportOptions options = new()
        {
            Name = arguments.GetValue(_name),
            Version = arguments.GetValue(_version) ?? defaults.Version,
            License = arguments.GetValue(_license) ?? defaults.License,
            Reliability = arguments.GetValue(_reliability),
            DataRoot = arguments.GetValue(_data),
            ParitySamples = arguments.GetValue(_samples) ?? defaults.ParitySamples,
        };
        string output = arguments.GetRequiredValue(_output);
        CheckpointExportResult result = CheckpointExporter.Export(arguments.GetRequiredValue(_checkpoint), output, options, cancellation);
        ExportSummary.Write(_terminal, output, result);
        if (arguments.GetValue(_trtexec))
            foreach (string command in TrtexecCommands.For(output))
                _terminal.WriteLine(command);
        return Task.FromResult(ExitCode.Success);
    }
}
