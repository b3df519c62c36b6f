using System.Text.Json;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>Checkpoint, ONNX, FP16 and INT8 of one model, made and compared as a user does.</summary>
public sealed class ParityLadderTests
{
    [Fact]
    public async Task Each_rung_is_smaller_and_says_nearly_the_same()
    {
        using TinyFaces faces = new();
        await Succeed(faces, "export", faces.Weights, "-o", "model.onnx");
        await Succeed(faces, "quantize", "model.onnx", "--to", "fp16", "-o", "half.onnx");
        MienRun quantize = await faces.RunAsync("quantize", "model.onnx", "--to", "int8", "-o", "integer.onnx", "--data", "faces.yaml", "--root", "data", "--layer-samples", "2", "--max-float-layers", "0", "--max-accuracy-loss", "100");
        Assert.True(quantize.ExitCode == 0, quantize.ToString());
        Assert.Contains("82 of 82 layers in 8 bits", quantize.Output, StringComparison.Ordinal);
        using JsonDocument layers = JsonDocument.Parse(File.ReadAllText(Path.Combine(faces.Folder, "integer.json")));
        Assert.Equal(82, layers.RootElement.GetProperty("layers").GetArrayLength());

        string[] compare = ["compare", faces.Weights, "model.onnx", "half.onnx", "integer.onnx", "--data", "faces.yaml", "--root", "data"];
        MienRun within = await faces.RunAsync([.. compare, "-o", "parity.json", "--max-difference", "1"]);
        Assert.True(within.ExitCode == 0, within.ToString());
        using JsonDocument parity = JsonDocument.Parse(File.ReadAllText(Path.Combine(faces.Folder, "parity.json")));
        JsonElement[] models = [.. parity.RootElement.GetProperty("models").EnumerateArray()];
        double[] differences = [.. models.Skip(1).Select(model => model.GetProperty("difference").GetProperty("largestDifference").GetDouble())];
        Assert.InRange(differences[0], 0, 1e-4);
        Assert.InRange(differences[1], 1e-9, 0.02);
        Assert.True(differences[2] > differences[1], string.Join(", ", differences));
        Assert.Equal(1, models[1].GetProperty("difference").GetProperty("agreement").GetDouble());
        long[] bytes = [.. models.Select(model => model.GetProperty("bytes").GetInt64())];
        Assert.True(bytes[2] <= 0.51 * bytes[1], string.Join(", ", bytes));
        Assert.True(bytes[3] <= 0.26 * bytes[1], string.Join(", ", bytes));

        MienRun beyond = await faces.RunAsync([.. compare, "--max-difference", "0.0001"]);
        Assert.Equal(1, beyond.ExitCode);
        Assert.Contains("integer.onnx differs by", beyond.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("model.onnx differs by", beyond.Error, StringComparison.Ordinal);
    }

    private static async Task Succeed(TinyFaces faces, params string[] arguments)
    {
        MienRun run = await faces.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.ToString());
    }
}
