using Mien.Core;
using Mien.Data;
using Mien.Torch;
using Mien.Training.Tasks;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests;

public sealed class PictureSizeTests
{
    [Fact]
    public void A_batch_with_a_size_reaches_the_network_in_that_size()
    {
        using TensorScope scope = TensorScope.Begin();
        MarkedFaceDataset faces = new(4, seed: 1);
        float[] input = new float[2 * faces.Inputs[0].Length], target = new float[faces.Labels.Count], auxiliary = new float[138];
        foreach (int index in new[] { 0, 1 })
            faces.Read(index, new SampleBuffer(input.AsSpan(index * input.Length / 2, input.Length / 2), target, auxiliary), null);
        SampleBatch batch = new([0, 1], input, [], [-1, 1]);

        Tensor own = ModelInput.PicturesOf(faces, batch), half = ModelInput.PicturesOf(faces, batch with { PictureSize = 4 });

        Assert.Equal([2, 3, 8, 8], own.Shape);
        Assert.Equal([2, 3, 4, 4], half.Shape);
        Assert.Equal(Functional.Resize(own, 4).ToArray<float>(), half.ToArray<float>());
        Assert.Equal(own.ToArray<float>(), ModelInput.PicturesOf(faces, batch with { PictureSize = 8 }).ToArray<float>());
    }

    [Fact]
    public void A_model_that_sees_no_pictures_refuses_sizes()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() =>
            TrainingTaskFactory.Create(TinyRun.Config with { PictureSizes = [64, 32] }, TinyRun.Training, TinyRun.Validation));

        Assert.Contains("picture_sizes", error.Message);
    }

    [Fact]
    public void A_size_that_no_encoder_takes_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => (TinyRun.Config with { PictureSizes = [64, 16] }).Validate());
}
