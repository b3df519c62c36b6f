using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;
using Mien.Training;
using Mien.Training.Options;

namespace Mien.Export.Tests;

/// <summary>Every network that a shipped config describes can be exported; configs that describe the same one are tested once.</summary>
public sealed class ShippedConfigExportTests
{
    private static readonly ModelMetadata s_metadata = new() { Name = "shipped", Version = "0.0.1", License = "CC0-1.0", Reliability = 0.125 };

    public static TheoryData<string> Configs => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "configs"), "*.yaml", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/_base_/"))
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Order(StringComparer.Ordinal)
        .DistinctBy(file => Load(file) is var (model, spec) ? $"{model.ToJson()} {spec.Image?.Width} {spec.Image?.Height} {spec.Audio?.Frames} {spec.Features?.Steps}" : null)];

    [Theory]
    [MemberData(nameof(Configs))]
    public void ItsNetworkIsExportedCheckedAndRun(string file)
    {
        using TensorScope scope = TensorScope.Begin();
        using TemporaryFolder folder = new();
        (ModelSpec model, PreprocessingSpec spec) = Load(file);
        TorchRandom.Seed(3);
        using Module network = ModelFactory.CreateNetwork(model);
        network.Eval();

        ExportedModel exported = network is EmotionModel emotion ? OnnxExporter.Make(emotion, spec, s_metadata) : PictureNetworkExporter.Make(network, spec, s_metadata);

        Assert.Equal(network is FaceLandmarkModel, exported.Sizes.Any(size => !size.IsFree));
        string[] expected = network is EmotionModel heads ? ["emotion", .. heads.AuxiliaryHeads] : [.. PictureNetwork.Of(network)!.OutputNames];
        Assert.Equal(expected, exported.Onnx.Graph.Outputs.Select(output => output.Name));
        Assert.Equal(network is EmotionModel inputs ? inputs.InputNames : [EmotionModel.ImageInput], exported.Onnx.Graph.Inputs.Select(input => input.Name));
        Assert.Equal(spec.Labels, PreprocessingSpec.FromJson(exported.Onnx.Metadata["mien.spec"]).Labels);
        // What standardises features comes before every layer, so there is none to take it in.
        Assert.Equal(network is FeatureEmotionModel ? 1 : 0, exported.Onnx.Graph.Nodes.Count(node => node.Operator == "BatchNormalization"));
        AssertAgrees(network, exported, spec);
        OnnxChecker.Check(folder.Write(exported.Onnx));
    }

    private static void AssertAgrees(Module network, ExportedModel exported, PreprocessingSpec spec)
    {
        using OrtSession session = OnnxRunner.Load(exported.Onnx);
        foreach (PreprocessingSpec sizes in ParityInputs.OtherSizes(spec, exported.Sizes).Append(spec))
        {
            ParityReport report = network is EmotionModel emotion
                ? ParityReport.Measure(emotion, session, ParityInputs.Random(emotion, sizes, 2))
                : PictureNetworkExporter.Compare(network, session, ParityInputs.RandomPictures(2, (sizes.Image!.Height, sizes.Image.Width)));
            Assert.True(report.Agrees, report.ToString());
        }
    }

    private static (ModelSpec Model, PreprocessingSpec Spec) Load(string file)
    {
        TrainingConfig config = TrainingRun.LoadConfig(Path.Combine(Repository.Root, file));
        PreprocessingSpec spec = config.Data.MakeSpec();
        return (config.Model with { Labels = spec.Labels.Count }, spec);
    }
}
