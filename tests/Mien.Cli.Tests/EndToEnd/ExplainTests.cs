using System.Globalization;
using System.Text.Json;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>`mien explain` as a user runs it.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly TinyFaces _faces = new();

    [Fact]
    public async Task Samples_of_a_dataset_are_those_that_evaluate_scores()
    {
        MienRun explain = await _faces.RunAsync("explain", _faces.Weights, "--data", "faces.yaml", "--root", "data", "--part", "test", "--examples", "2", "--layer", "features.3", "-o", "maps");
        MienRun evaluate = await _faces.RunAsync("evaluate", _faces.Weights, "--data", "faces.yaml", "--root", "data", "--part", "test", "--bootstrap", "0", "-o", "evaluation");
        Assert.True(explain.ExitCode == 0, explain.ToString());
        Assert.True(evaluate.ExitCode == 0, evaluate.ToString());
        using EvaluationFile scores = new(Path.Combine(_faces.Folder, "evaluation"), "best-test");
        using JsonDocument maps = JsonDocument.Parse(File.ReadAllText(Path.Combine(_faces.Folder, "maps", "explanations.json")));
        Assert.Equal("encoder.features.3", maps.RootElement.GetProperty("layer").GetString());
        JsonElement[] samples = [.. maps.RootElement.GetProperty("samples").EnumerateArray()];
        Assert.Equal(14, samples.Length);
        foreach (JsonElement sample in samples)
        {
            int index = int.Parse(sample.GetProperty("name").GetString()!.Split('-')[1], CultureInfo.InvariantCulture);
            Assert.Equal(scores.Actual[index], sample.GetProperty("true").GetString());
            Assert.Equal(scores.Predicted[index], sample.GetProperty("predicted").GetString());
            Assert.All(
                sample.GetProperty("probabilities").EnumerateObject().Zip(scores.Probabilities[index]),
                pair => Assert.Equal(pair.Second, pair.First.Value.GetSingle(), 1e-5f));
            Assert.Equal((8, 8), (sample.GetProperty("map").GetArrayLength(), sample.GetProperty("map")[0].GetArrayLength()));
            using VideoFrame picture = ImageCodec.DecodeFile(Path.Combine(_faces.Folder, "maps", sample.GetProperty("picture").GetString()!));
            Assert.True(picture.Width > picture.Height);
        }
        Assert.Equal(7, maps.RootElement.GetProperty("means").GetArrayLength());
        string page = File.ReadAllText(Path.Combine(_faces.Folder, "maps", "explanations.html"));
        Assert.Equal(14 + 7, page.Split("<img alt=").Length - 1);
    }

    [Fact]
    public async Task Whole_pictures_are_explained_for_the_label_that_is_asked_and_bad_ones_named()
    {
        File.WriteAllText(Path.Combine(_faces.Folder, "bad.png"), "no picture");
        MienRun run = await _faces.RunAsync("explain", _faces.Weights, _faces.Pictures("sad"), _faces.Pictures("fear"), "bad.png", "--crop", "--label", "happy", "-o", "maps");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(run.Sentences, sentence => sentence.Contains("bad.png", StringComparison.Ordinal));
        Assert.Contains(run.Sentences, sentence => sentence.Contains("2 x 2 cells", StringComparison.Ordinal));
        using JsonDocument maps = JsonDocument.Parse(File.ReadAllText(Path.Combine(_faces.Folder, "maps", "explanations.json")));
        JsonElement[] samples = [.. maps.RootElement.GetProperty("samples").EnumerateArray()];
        Assert.All(samples, sample => Assert.Equal(("happy", JsonValueKind.Null), (sample.GetProperty("explained").GetString(), sample.GetProperty("true").ValueKind)));
        // Two folders hold pictures of the same names.
        Assert.Equal(["0.png", "1.png", "2.png", "0-2.png", "1-2.png", "2-2.png"], samples.Select(sample => sample.GetProperty("picture").GetString()));
    }

    [Fact]
    public async Task A_picture_without_a_face_and_wrong_names_are_one_sentence()
    {
        string picture = Path.Combine(_faces.Pictures("sad"), "0.png");
        foreach ((string[] arguments, string said) in ((string[], string)[])
        [
            ([picture], "--crop"),
            ([picture, "--crop", "--label", "hapy"], "did you mean happy"),
            ([picture, "--crop", "--layer", "encoder.feature.8"], "encoder.features.8"),
            ([_faces.Folder, "--crop", "--layer", "encoder.features.8.9"], "near it"),
            (["nowhere.png"], "nowhere.png"),
        ])
        {
            MienRun run = await _faces.RunAsync(["explain", _faces.Weights, "-o", "none", .. arguments]);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains(said, Assert.Single(run.Sentences));
            Assert.False(Directory.Exists(Path.Combine(_faces.Folder, "none")));
        }
    }

    [Fact]
    public async Task A_face_is_cut_out_as_analysis_cuts_it()
    {
        string film = SharedData.Require("clips/single_face.mp4");
        using SampleMedia media = new();
        string picture = media.Make("frame.png", $"-ss 1 -i {film} -frames:v 1");
        MienRun export = await _faces.RunAsync("export", _faces.Weights, "-o", "tiny.onnx", "--data", "data");
        MienRun analyze = await _faces.RunAsync("analyze", picture, "--model", "tiny.onnx", "--no-audio", "--format", "csv", "-o", "analysis");
        MienRun explain = await _faces.RunAsync("explain", _faces.Weights, picture, "-o", "maps");
        Assert.All(new[] { export, analyze, explain }, run => Assert.True(run.ExitCode == 0, run.ToString()));

        string[][] table = [.. File.ReadLines(Path.Combine(_faces.Folder, "analysis", "frame.csv")).Select(line => line.Split(','))];
        using JsonDocument maps = JsonDocument.Parse(File.ReadAllText(Path.Combine(_faces.Folder, "maps", "explanations.json")));
        JsonElement sample = Assert.Single(maps.RootElement.GetProperty("samples").EnumerateArray());
        foreach (JsonProperty probability in sample.GetProperty("probabilities").EnumerateObject())
        {
            float analysed = float.Parse(table[1][Array.IndexOf(table[0], "face_" + probability.Name)], CultureInfo.InvariantCulture);
            Assert.Equal(analysed, probability.Value.GetSingle(), 1e-4f);
        }
    }

    public void Dispose() => _faces.Dispose();
}
