using Mien.Cli.Invocation;
using Mien.Cli.Tests.Invocation;

namespace Mien.Cli.Tests.Quantizing;

public sealed class QuantizeErrorTests
{
    private static readonly string s_face = Path.Combine(Repository.Root, "models/face-emotion.onnx");
    private static readonly string s_speechConfig = Path.Combine(Repository.Root, "configs/speech/ravdess.yaml");

    [Theory]
    [InlineData("8-bit integers", "name the config", "--to", "int8")]
    [InlineData("unknown form", "fp8", "--to", "fp8")]
    [InlineData("data without use", "leave --data", "--to", "fp16", "--data", "config.yaml")]
    [InlineData("dynamic halves", "leave it out", "--to", "fp16", "--dynamic")]
    [InlineData("percentile", "above 50", "--to", "int8", "--percentile", "50")]
    [InlineData("method", "--method", "--to", "int8", "--method", "guess")]
    public Task Wrong_use_is_told(string _, string expected, params string[] arguments) => Says(expected, ["quantize", s_face, "-o", "/nowhere/out.onnx", .. arguments]);

    [Fact]
    public Task Data_of_another_model_are_refused() => Says("do not fit: ", "quantize", s_face, "-o", "/nowhere/out.onnx", "--to", "int8", "--data", s_speechConfig);

    [Fact]
    public Task A_model_that_is_not_there_is_named() => Says("/nowhere/model.onnx", "quantize", "/nowhere/model.onnx", "--to", "fp16", "-o", "/nowhere/out.onnx");

    [Fact]
    public Task One_model_cannot_be_compared() => Says("MODEL", "compare", s_face, "--data", s_speechConfig);

    [Fact]
    public Task A_comparison_needs_data() => Says("--data", "compare", s_face, s_face);

    private static async Task Says(string expected, params string[] arguments)
    {
        CapturedTerminal terminal = new();
        int code = await MienCommandLine.RunAsync(arguments, terminal.Terminal);
        Assert.Equal((int)ExitCode.BadInput, code);
        string sentence = Assert.Single(terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.Empty(terminal.Output);
    }
}
