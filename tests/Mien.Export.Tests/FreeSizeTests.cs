using Mien.Core;
using Mien.Export.Onnx;
using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;

namespace Mien.Export.Tests;

/// <summary>Which sizes of its inputs an exported model leaves free, and that it computes at each what torch does.</summary>
public sealed class FreeSizeTests
{
    private static readonly ModelMetadata s_metadata = new() { Name = "sizes", Version = "0.0.1", License = "CC0-1.0", Reliability = 0.125 };

    private static readonly PreprocessingSpec s_faces = new() { Labels = EmotionLabelSet.Shared7, Image = new ImageSpec { Width = 48, Height = 64 } };

    [Theory]
    [InlineData("face", "image: (batch, 3, height, width)")]
    [InlineData("multi-task face", "image: (batch, 3, height, width)")]
    [InlineData("face of ReLU6", "image: (batch, 3, height, width)")]
    [InlineData("speech", "audio: (batch, 1, 64, frames)")]
    [InlineData("modality attention", "image: (batch, 3, height, width); audio: (batch, 1, 64, frames); presence: (batch, 2)")]
    [InlineData("channel attention", "image: (batch, 3, height, width); audio: (batch, 1, 64, frames); presence: (batch, 2)")]
    [InlineData("feature vectors", "features: (batch, 12)")]
    [InlineData("feature sequences", "features: (batch, steps, 12)")]
    public void EveryModelAgreesWithTorchAtEveryBatchAndSize(string name, string inputs)
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make(name);
        PreprocessingSpec spec = RandomModel.Spec(model);

        ExportedModel exported = OnnxExporter.Make(model, spec, s_metadata);

        Assert.All(exported.Sizes, size => Assert.True(size.IsFree, size.FixedBecause));
        Assert.Equal(inputs, Inputs(exported.Onnx));
        using OrtSession session = OnnxRunner.Load(exported.Onnx);
        foreach ((int height, int width, int frames, int steps) in new[] { (64, 48, 60, 9), (96, 32, 21, 1), (33, 112, 4, 2), (224, 224, 301, 80) })
        {
            PreprocessingSpec other = spec with
            {
                Image = spec.Image is { } image ? image with { Height = height, Width = width } : null,
                Audio = spec.Audio is { } audio ? audio with { Frames = frames } : null,
                Features = spec.Features is { Steps: not null } features ? features with { Steps = steps } : spec.Features,
            };
            int samples = height > 200 ? 1 : 4; // batches of 1 and 3
            ParityReport report = ParityReport.Measure(model, session, ParityInputs.Random(model, other, samples));
            Assert.True(report.Agrees, $"{height} x {width}, {frames} frames, {steps} steps: {report}");
            Assert.Equal(samples, report.Samples);
        }
    }

    [Fact]
    public void SizesInsideTheGraphAreNamedAsTheyAreRounded()
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel face = RandomModel.Make("face"), speech = RandomModel.Make("speech");

        OnnxGraph pictures = OnnxExporter.Build(face, RandomModel.Spec(face), s_metadata).Graph, sound = OnnxExporter.Build(speech, RandomModel.Spec(speech), s_metadata).Graph;

        // Residuals of EfficientNet's second stage; the first pool over time.
        Assert.Equal("batch, 24, ceil(height/4), ceil(width/4)", Shape(pictures, pictures.Nodes.First(node => node.Operator == "Add")));
        Assert.Equal("batch, 32, 32, floor(frames/2)", Shape(sound, sound.Nodes.First(node => node.Operator == "MaxPool")));

        static string Shape(OnnxGraph graph, OnnxNode node) => string.Join(", ", graph.Values.Single(value => value.Name == node.Outputs[0]).Shape);
    }

    [Fact]
    public void ALandmarkNetworkStaysAsLargeAsItsCells()
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(6);
        using FaceLandmarkModel model = new(new FaceLandmarkSpec { ImageSize = 64, Width = 8, Depth = 1, NeckWidth = 16 });

        ExportedModel exported = PictureNetworkExporter.Make(model, s_faces with { Image = new ImageSpec { Width = 64, Height = 64 } }, s_metadata);

        Assert.Equal("image: (batch, 3, 64, 64)", Inputs(exported.Onnx));
        Assert.Equal([("height", 64), ("width", 64)], exported.Sizes.Select(size => (size.Name, size.Size)));
        Assert.All(exported.Sizes, size => Assert.False(size.IsFree));
        Assert.Contains("How many rows the output landmarks has depends on height", exported.Sizes[0].FixedBecause);
    }

    [Fact]
    public void OneSizeMayBeFreeWhereTheOtherIsNot()
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(8);
        Linear rows = new(3 * 64, 7);
        using SomeModel model = new("rows", x => rows.Forward(x.Mean([3]).Flatten(1)), rows);

        ExportedModel exported = OnnxExporter.Make(model, s_faces, s_metadata);

        Assert.Equal("image: (batch, 3, 64, width)", Inputs(exported.Onnx));
        Assert.Equal([("height", false), ("width", true)], exported.Sizes.Select(size => (size.Name, size.IsFree)));
        using OrtSession session = OnnxRunner.Load(exported.Onnx);
        ParityReport report = ParityReport.Measure(model, session, ParityInputs.OtherSizes(s_faces, exported.Sizes).SelectMany(spec => ParityInputs.Random(model, spec, 4)));
        Assert.True(report.Agrees, report.ToString());
    }

    [Fact]
    public void ASizeThatIsComputedWithStaysFixedAndIsNamed()
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(9);
        Linear head = new(3, 7);
        // The mean, by a division that takes the number of rows as a constant; and a cut at the last column.
        using SomeModel model = new("mean", x => head.Forward(x.Sum([2]).Slice(2, 0, x.Shape[3] - 1).Mean([2]) / x.Shape[2]), head);

        ExportedModel exported = OnnxExporter.Make(model, s_faces, s_metadata);

        Assert.Equal("image: (batch, 3, 64, 48)", Inputs(exported.Onnx));
        Assert.Contains("encoder.mean", exported.Sizes[0].FixedBecause);
        Assert.Contains("height", exported.Sizes[0].FixedBecause);
        Assert.Contains("aten::slice.Tensor in module encoder.mean", exported.Sizes[1].FixedBecause);
        Assert.Contains("width", exported.Sizes[1].FixedBecause);
    }

    [Fact]
    public void RowsThatAreNotSamplesFixTheSize()
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(10);
        Linear head = new(3 * 64 * 48, 7);
        using SomeModel model = new("cells", x => head.Forward(x.Reshape(-1, 3 * 64 * 48)), head); // twice the height, twice the rows

        ExportedModel exported = OnnxExporter.Make(model, s_faces, s_metadata);

        Assert.Equal("image: (batch, 3, 64, 48)", Inputs(exported.Onnx));
        Assert.Contains("rows the output emotion has depends on height", exported.Sizes[0].FixedBecause);
        Assert.Contains("torch does not run the model with another width", exported.Sizes[1].FixedBecause);
    }

    [Fact]
    public void OtherSizesAreLargerAndSmaller()
    {
        PreprocessingSpec spec = s_faces with { Audio = new AudioSpec { Frames = 60 } };
        InputSize[] sizes = [new("height", 64, null), new("width", 48, "It is so."), new("frames", 60, null)];

        Assert.Equal([(32, 48, 28), (96, 48, 88)], ParityInputs.OtherSizes(spec, sizes).Select(other => (other.Image!.Height, other.Image.Width, other.Audio!.Frames)));
        Assert.Empty(ParityInputs.OtherSizes(spec, [sizes[1]]));
    }

    [Fact]
    public void AnOperatorWithoutCounterpartIsNamedWithTheModuleThatCallsIt()
    {
        using TensorScope scope = TensorScope.Begin();
        Linear head = new(3, 7);
        using SomeModel model = new("mirror", x => head.Forward(x.Flip(3).Mean([2, 3])), head);

        UserErrorException error = Assert.Throws<UserErrorException>(() => OnnxExporter.Build(model, s_faces, s_metadata));

        Assert.Equal("The operator aten::flip in module encoder.mirror cannot be exported: the operator table has no ONNX counterpart for it.", error.Message);
    }

    private static string Inputs(OnnxModel onnx) => string.Join("; ", onnx.Graph.Inputs.Select(input => $"{input.Name}: ({string.Join(", ", input.Shape)})"));
}
