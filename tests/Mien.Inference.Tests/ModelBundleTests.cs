using System.Text.Json.Nodes;
using Mien.Core;

namespace Mien.Inference.Tests;

public sealed class ModelBundleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bundle_knows_who_it_is()
    {
        string path = ColorModel.WriteFace(_folder);
        using ModelBundle bundle = ModelBundle.Load(path);
        Assert.Equal(("color", "1", ModelTask.Face), (bundle.Metadata.Name, bundle.Metadata.Version, bundle.Metadata.Task));
        Assert.Equal(["sad", "happy", "neutral"], bundle.Labels);
        Assert.Equal(0.5, bundle.Metadata.Reliability.UnweightedAverageRecall);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), bundle.Sha256);
    }

    [Theory]
    [InlineData("mien.spec", null, "mien.spec")]
    [InlineData("mien.name", null, "mien.name")]
    [InlineData("mien.task", "smell", "smell")]
    [InlineData("mien.reliability", "good", "good")]
    [InlineData("mien.reliability", "1.5", "1.5")]
    [InlineData("mien.spec", "{\"version\": 99, \"labels\": [\"a\"]}", "version 99")]
    [InlineData("mien.spec", "no json", "cannot be used")]
    public void Metadata_that_cannot_be_honoured_are_one_clear_sentence(string key, string? value, string named)
    {
        Dictionary<string, string> metadata = ColorModel.Metadata("face", ColorModel.FaceSpec());
        metadata.Remove(key);
        if (value is not null)
            metadata[key] = value;
        UserErrorException error = Assert.Throws<UserErrorException>(() => ModelBundle.Load(ColorModel.WriteFace(_folder, metadata)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_graph_that_is_not_what_its_spec_says_is_refused()
    {
        JsonObject larger = ColorModel.FaceSpec();
        larger["image"]!["width"] = 8;
        Refused(ColorModel.Metadata("face", larger), "image");
        JsonObject fewer = ColorModel.FaceSpec();
        fewer["labels"] = new JsonArray("sad", "happy");
        Refused(ColorModel.Metadata("face", fewer), "emotion");
        Refused(ColorModel.Metadata("speech", ColorModel.SpeechSpec()), "audio");
        Refused(ColorModel.Metadata("speech", ColorModel.FaceSpec()), "no audio part");
    }

    [Fact]
    public void Files_that_are_no_models_are_refused()
    {
        string text = Path.Combine(_folder.Path, "text.onnx");
        File.WriteAllText(text, "hello");
        Assert.Throws<UserErrorException>(() => ModelBundle.Load(text));
        Assert.Throws<UserErrorException>(() => ModelBundle.Load(Path.Combine(_folder.Path, "missing.onnx")));
    }

    private void Refused(Dictionary<string, string> metadata, string named)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => ModelBundle.Load(ColorModel.WriteFace(_folder, metadata)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
