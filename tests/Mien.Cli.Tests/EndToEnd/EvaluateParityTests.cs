using Mien.Training;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>A checkpoint and the ONNX file made of it get the same numbers from `mien evaluate`.</summary>
public sealed class EvaluateParityTests
{
    private const float Tolerance = 1e-5f;

    [Fact]
    public async Task A_face_model_and_its_onnx_file_say_the_same()
    {
        using TinyFaces faces = new();
        MienRun export = await faces.RunAsync("export", faces.Weights, "-o", "tiny.onnx", "--data", "data");
        Assert.True(export.ExitCode == 0, export.ToString());
        using EvaluationFile torch = await Evaluate(faces.Folder, faces.Weights, "faces.yaml"), onnx = await Evaluate(faces.Folder, "tiny.onnx", "faces.yaml");
        AssertSame(torch, onnx, samples: 21);
    }

    [Fact]
    public async Task A_speech_model_and_its_onnx_file_say_the_same()
    {
        using TinyCorpus corpus = new(epochs: 1);
        string weights = Path.Combine(corpus.Folder, "best.safetensors");
        TelltaleWeights.Save(weights, TrainingRun.LoadConfig(
            Path.Combine(corpus.Folder, "tiny.yaml"), ["model.encoder.dropout=0", "data.cache_folder=null"], Path.Combine(corpus.Folder, "data")));
        MienRun export = await MienProcess.RunAsync(corpus.Folder, "export", weights, "-o", "tiny.onnx", "--data", "data");
        Assert.True(export.ExitCode == 0, export.ToString());
        using EvaluationFile torch = await Evaluate(corpus.Folder, weights, "tiny.yaml"), onnx = await Evaluate(corpus.Folder, "tiny.onnx", "tiny.yaml");
        AssertSame(torch, onnx, samples: 8);
    }

    private static async Task<EvaluationFile> Evaluate(string folder, string model, string config)
    {
        MienRun run = await MienProcess.RunAsync(folder, "evaluate", model, "--data", config, "--root", "data", "--part", "test", "--bootstrap", "0", "-o", "evaluation");
        Assert.True(run.ExitCode == 0, run.ToString());
        return new EvaluationFile(Path.Combine(folder, "evaluation"), $"{Path.GetFileNameWithoutExtension(model)}-test");
    }

    private static void AssertSame(EvaluationFile torch, EvaluationFile onnx, int samples)
    {
        Assert.Equal(samples, torch.Predicted.Count);
        // Of a model that says the same of everything, mixed-up samples would not be seen.
        Assert.Equal(samples, torch.Probabilities.Select(row => string.Join(',', row)).Distinct().Count());
        Assert.True(torch.Predicted.Distinct().Count() > 1, "The model says one label of all samples.");
        Assert.Equal(torch.Actual, onnx.Actual);
        Assert.Equal(torch.Predicted, onnx.Predicted);
        Assert.Equal(torch.Score("accuracy"), onnx.Score("accuracy"));
        Assert.Equal(torch.Score("uar"), onnx.Score("uar"));
        Assert.Equal(torch.Confusion, onnx.Confusion);
        foreach ((float[] expected, float[] actual) in torch.Probabilities.Zip(onnx.Probabilities))
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}
