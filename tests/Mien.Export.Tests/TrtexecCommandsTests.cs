using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;

namespace Mien.Export.Tests;

public sealed class TrtexecCommandsTests
{
    [Theory]
    [InlineData("face", "image:{0}x3x224x224")]
    [InlineData("speech", "audio:{0}x1x64x300")]
    public void BuildForBatchesOf1To32AndRunBothEnds(string name, string shape)
    {
        using TemporaryFolder folder = new();
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = RandomModel.Make(name);
        PreprocessingSpec spec = RandomModel.Spec(model);
        spec = spec with { Image = spec.Image is null ? null : spec.Image with { Width = 224, Height = 224 }, Audio = spec.Audio is null ? null : spec.Audio with { Frames = 300 } };
        string path = folder.File("my model.onnx"), engine = folder.File("my model.engine");
        OnnxExporter.Export(model, spec, new ModelMetadata { Name = "random", Version = "0.0.1", License = "CC0-1.0", Reliability = 0.5 }, path);

        IReadOnlyList<string> commands = TrtexecCommands.For(path);

        Assert.Equal(
        [
            $"trtexec --onnx='{path}' --fp16 --saveEngine='{engine}' --minShapes={Shape(1)} --optShapes={Shape(8)} --maxShapes={Shape(32)}",
            $"trtexec --loadEngine='{engine}' --shapes={Shape(1)}",
            $"trtexec --loadEngine='{engine}' --shapes={Shape(32)}",
        ], commands);

        string Shape(int batch) => string.Format(shape, batch);
    }
}
