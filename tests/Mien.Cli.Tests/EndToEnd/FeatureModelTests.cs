using System.Globalization;
using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Data.Tests.Support;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>Extracted features from training to an ONNX file, as a user goes.</summary>
public sealed class FeatureModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FeatureModelTests()
    {
        EndToEndTest.SkipWithoutEngines();
        Assert.SkipUnless(NativeLibraryLocator.Find("libmien_torch.so") is not null, "The binding to libtorch is not built; run ./mien build.");
        FeatureFolder.WriteEmotions(Path.Combine(_folder.Path, "data", "features"), samples: 240, steps: 8);
        File.WriteAllText(Path.Combine(_folder.Path, "features.yaml"), """
            name: features
            epochs: 20
            batch_size: 16
            threads: 1
            average_decay: 0.9
            data:
              kind: features
              arrays: [face, voice]
              dimension: 5
              steps: 8
              labels: [happy, sad, anger]
              validation_speakers: [made/00, made/01]
              test_speakers: [made/02, made/03]
            model:
              name: features
              dimension: 5
              sequence: true
              lstm_hidden: 16
              head_hidden: 16
            optimizer:
              learning_rate: 0.01
            """);
    }

    [Fact]
    public async Task Trained_evaluated_and_exported_they_give_the_same_answers()
    {
        MienRun trained = await SucceedAsync("train", "features.yaml", "--data", "data", "--export", "features.onnx");
        Assert.Contains("torch and ONNX Runtime on real input: agrees", trained.Output);
        Assert.Contains("features (batch, steps, 5); free sizes: batch, steps", trained.Output);
        Assert.Contains("at other sizes: agrees", trained.Output);
        MienRun torch = await SucceedAsync("evaluate", "runs/features/best.safetensors", "--part", "test", "--data", "data", "-o", "torch");
        MienRun onnx = await SucceedAsync("evaluate", "features.onnx", "--part", "test", "--data", "features.yaml", "--root", "data", "-o", "onnx");

        Assert.True(Accuracy("torch") > 0.9, torch.ToString());
        Assert.Equal(Accuracy("torch"), Accuracy("onnx"));
        Assert.Contains("test part of the features", onnx.Output);
        string[][] ofTorch = Predictions("torch"), ofOnnx = Predictions("onnx");
        Assert.Equal(41, ofTorch.Length);
        foreach ((string[] expected, string[] actual) in ofTorch.Zip(ofOnnx).Skip(1))
        {
            Assert.Equal(expected[..3], actual[..3]); // sample, true and predicted label
            for (int label = 3; label < expected.Length; label++)
                Assert.Equal(double.Parse(expected[label], CultureInfo.InvariantCulture), double.Parse(actual[label], CultureInfo.InvariantCulture), 1e-4);
        }
    }

    [Fact]
    public async Task Analysis_refuses_such_a_model_in_one_sentence()
    {
        await SucceedAsync("train", "features.yaml", "--data", "data", "--set", "epochs=1");
        await SucceedAsync("export", "runs/features/best.safetensors", "-o", "features.onnx");
        File.WriteAllText(Path.Combine(_folder.Path, "film.mp4"), "");

        MienRun run = await MienProcess.RunAsync(_folder.Path, "analyze", "film.mp4", "--model", "features.onnx");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("features that another program extracts", Assert.Single(run.Sentences));
    }

    public void Dispose() => _folder.Dispose();

    private double Accuracy(string output) =>
        (double)JsonNode.Parse(File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, output), "*.json"))))!["all"]!["scores"]!["accuracy"]!["value"]!;

    private string[][] Predictions(string output) =>
        [.. File.ReadLines(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, output), "*.predictions.csv"))).Select(line => line.Split(','))];

    private async Task<MienRun> SucceedAsync(params string[] arguments)
    {
        MienRun run = await MienProcess.RunAsync(_folder.Path, arguments);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }
}
