using Mien.Core;
using Mien.Export.Onnx;
using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;

namespace Mien.Export.Tests;

public sealed class OnnxExporterTests
{
    public static TheoryData<string> ModelNames => ["face", "face of ReLU6", "multi-task face", "speech", "modality attention", "channel attention", "feature vectors", "feature sequences"];

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void FileAgreesWithTorchAtAnyBatch(string name)
    {
        using TemporaryFolder folder = new();
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make(name);
        string path = folder.File("model.onnx");

        OnnxExporter.Export(model, RandomModel.Spec(model), Metadata, path);

        using OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = 1 });
        ParityReport report = ParityReport.Measure(model, session, new[] { 1, 3, 7 }.Select(batch => RandomModel.Inputs(model, batch)));
        Assert.True(report.Agrees, report.ToString());
        Assert.Equal(11, report.Samples);
    }

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void OnnxCheckerAccepts(string name)
    {
        using TemporaryFolder folder = new();
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make(name);
        OnnxChecker.Check(folder.Write(OnnxExporter.Build(model, RandomModel.Spec(model), Metadata)));
    }

    [Fact]
    public void FileDescribesItself()
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make("speech");
        PreprocessingSpec spec = RandomModel.Spec(model);

        OnnxModel onnx = OnnxExporter.Build(model, spec, Metadata);

        Assert.Equal((8L, 17L), (onnx.IrVersion, onnx.Opset));
        Assert.Equal(["audio: (batch, 1, 64, frames)"], onnx.Graph.Inputs.Select(Describe));
        Assert.Equal(["emotion: (batch, 8)"], onnx.Graph.Outputs.Select(Describe));
        Assert.Equal(spec.ToJson(), PreprocessingSpec.FromJson(onnx.Metadata["mien.spec"]).ToJson());
        Assert.Equal("random", onnx.Metadata["mien.name"]);
        Assert.Equal("0.0.1", onnx.Metadata["mien.version"]);
        Assert.Equal("speech", onnx.Metadata["mien.task"]);
        Assert.Equal("CC0-1.0", onnx.Metadata["mien.license"]);
        Assert.Equal("0.125", onnx.Metadata["mien.reliability"]);
    }

    [Theory]
    [InlineData("feature vectors", "features: (batch, 12)")]
    [InlineData("feature sequences", "features: (batch, steps, 12)")]
    public void FeaturesAreOneInputOfTheirOwnShape(string name, string input)
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make(name);
        PreprocessingSpec spec = RandomModel.Spec(model);

        Assert.Equal([input], OnnxExporter.Build(model, spec, Metadata).Graph.Inputs.Select(Describe));
        UserErrorException error = Assert.Throws<UserErrorException>(() => OnnxExporter.Build(model, spec with { Features = spec.Features! with { Dimension = 11 } }, Metadata));
        Assert.Contains("12 numbers", error.Message);
    }

    [Fact]
    public void EveryHeadIsAnOutput()
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make("multi-task face");

        OnnxModel onnx = OnnxExporter.Build(model, RandomModel.Spec(model), Metadata);

        Assert.Equal(["emotion: (batch, 7)", "landmarks: (batch, 136)", "valence_arousal: (batch, 2)"], onnx.Graph.Outputs.Select(Describe));
    }

    [Fact]
    public void WeightsKeepTheirKeysAndBatchNormsAreFolded()
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make("face");

        OnnxGraph graph = OnnxExporter.Build(model, RandomModel.Spec(model), Metadata).Graph;

        Assert.DoesNotContain(graph.Nodes, node => node.Operator == "BatchNormalization");
        HashSet<string> keys = [.. model.StateDict().Select(entry => entry.Key)];
        Assert.All(graph.Initializers.Where(tensor => tensor.ElementType == OnnxElementType.Float), tensor => Assert.Contains(tensor.Name, keys));
        Assert.Contains(graph.Nodes, node => node.Name.StartsWith("encoder.features.3.1.block.0.0/Conv", StringComparison.Ordinal));
    }

    [Fact]
    public void TrainingModeIsAsBefore()
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make("speech");
        model.Train();
        OnnxExporter.Build(model, RandomModel.Spec(model), Metadata);
        Assert.True(model.IsTraining);
        model.Eval();
        OnnxExporter.Build(model, RandomModel.Spec(model), Metadata);
        Assert.False(model.IsTraining);
    }

    [Fact]
    public void SpecificationThatDoesNotFitIsRefused()
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make("speech");
        PreprocessingSpec spec = RandomModel.Spec(model);

        AssertRefused(spec with { Labels = EmotionLabelSet.Shared7 }, "8 outputs");
        AssertRefused(spec with { Audio = null, Image = new ImageSpec { Width = 64, Height = 64 } }, "no audio part");
        AssertRefused(spec with { Audio = spec.Audio! with { MelBands = 32 } }, "64 mel bands");

        void AssertRefused(PreprocessingSpec wrong, string reason) =>
            Assert.Contains(reason, Assert.Throws<UserErrorException>(() => OnnxExporter.Build(model, wrong, Metadata)).Message);
    }

    [Theory]
    [InlineData("", "1.0", 0.5)]
    [InlineData("name", "1.0", 1.5)]
    [InlineData("name", "1.0", double.NaN)]
    public void MetadataAreChecked(string name, string version, double reliability)
    {
        ModelMetadata metadata = new() { Name = name, Version = version, License = "CC0-1.0", Reliability = reliability };
        Assert.Throws<UserErrorException>(() => metadata.ToProperties("face", "{}"));
    }

    [Fact]
    public void OtherWeightsAreReportedAsDisagreement()
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make("speech");
        using OrtSession session = OnnxRunner.Load(OnnxExporter.Build(model, RandomModel.Spec(model), Metadata));
        EmotionModel other = RandomModel.Make("speech", seed: 99);

        ParityReport report = ParityReport.Measure(other, session, [RandomModel.Inputs(other, 5)]);

        Assert.False(report.Agrees);
        Assert.True(report.MaxAbsoluteDifference > 1e-3);
    }

    private static ModelMetadata Metadata { get; } = new() { Name = "random", Version = "0.0.1", License = "CC0-1.0", Reliability = 0.125 };

    private static string Describe(OnnxValueInfo info) => $"{info.Name}: ({string.Join(", ", info.Shape)})";
}
