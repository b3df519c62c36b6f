using System.Text.Json;
using Mien.Cli.Invocation;
using Mien.Cli.Tests.Invocation;

namespace Mien.Cli.Tests.Benchmarking;

public sealed class BenchCommandTests : IDisposable
{
    private static readonly string s_models = Path.Combine(Repository.Root, "models");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Measures_models_at_every_combination_and_compares_two_files()
    {
        string landmarks = Path.Combine(s_models, "face-landmarks.onnx"), detector = Path.Combine(s_models, "face-detector.onnx"), output = Path.Combine(_folder.Path, "bench.json");
        CapturedTerminal terminal = new();

        int code = await RunAsync(terminal, "bench", detector, landmarks, "--models-only", "--seconds", "0.01", "--size", "64,128", "--threads", "1", "-o", output);

        Assert.Equal(0, code);
        JsonElement[] rows = [.. JsonDocument.Parse(await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken)).RootElement.GetProperty("rows").EnumerateArray()];
        Assert.Equal(["112x112", "64x64", "128x128"], rows.Select(row => row.GetProperty("key").GetProperty("size").GetString()));
        Assert.All(rows, row =>
        {
            JsonElement latency = row.GetProperty("latency");
            Assert.InRange(latency.GetProperty("runs").GetInt32(), 20, int.MaxValue);
            Assert.InRange(latency.GetProperty("medianMs").GetDouble(), 0.001, latency.GetProperty("p99Ms").GetDouble());
            Assert.InRange(row.GetProperty("modelMegabytes").GetDouble(), 0.1, 2);
        });
        Assert.Contains("face-landmarks.onnx", terminal.Error); // its size is not free, which is said

        CapturedTerminal comparison = new();
        Assert.Equal(0, await RunAsync(comparison, "bench", "--compare", output, output, "--max-ratio", "1"));
        Assert.Contains("| 1.000 |", comparison.Output);
        CapturedTerminal refused = new();
        Assert.Equal(1, await RunAsync(refused, "bench", "--compare", output, output, "--max-ratio", "0.5"));
        Assert.Contains("0.5 is allowed", refused.Error);
    }

    [Fact]
    public async Task Measures_the_whole_frame_and_its_steps()
    {
        CapturedTerminal terminal = new();
        int code = await RunAsync(terminal, "bench", "--frame-only", "--seconds", "0.01", "--threads", "2", "--picture", Path.Combine(Repository.Root, "docs", "images", "demo.png"));
        Assert.True(code == 0, terminal.Error);
        foreach (string step in (string[])["detection", "landmarks", "crop and face emotion", "log-mel", "speech emotion", "fusion", "whole frame"])
            Assert.Contains($"| {step} |", terminal.Output);
    }

    [Theory]
    [InlineData("bench --models-only --frame-only", "nothing to measure")]
    [InlineData("bench --size 224,big", "--size needs whole numbers from 16 to 4096, separated by commas, not 'big'")]
    [InlineData("bench --max-ratio 2", "--compare")]
    [InlineData("bench --compare here.json there.json", "here.json is no file of `mien bench -o FILE`")]
    [InlineData("bench nowhere.onnx --models-only", "nowhere.onnx does not exist")]
    [InlineData("bench --frame-only --picture nowhere.png", "nowhere.png")]
    public async Task Wrong_use_is_one_sentence(string line, string said)
    {
        CapturedTerminal terminal = new();
        Assert.Equal((int)ExitCode.BadInput, await RunAsync(terminal, line.Split(' ')));
        Assert.Contains(said, Assert.Single(terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static Task<int> RunAsync(CapturedTerminal terminal, params string[] arguments) => MienCommandLine.RunAsync(arguments, terminal.Terminal);
}
