using Mien.Core;
using Mien.Data.Faces;
using Mien.Data.Tests.Support;
using Mien.Preprocessing;

namespace Mien.Data.Tests.Faces;

public sealed class Fer2013DatasetTests : IDisposable
{
    private const int Plane = FerFolder.Side * FerFolder.Side;

    private static readonly ImageSpec s_spec = new() { Width = FerFolder.Side, Height = FerFolder.Side, Color = ColorMode.Gray };

    private readonly TemporaryFolder _folder = new();

    public Fer2013DatasetTests()
    {
        FerFolder.WritePicture(_folder.Path, "Training/0.png", 10);
        FerFolder.WritePicture(_folder.Path, "Training/1.jpg", 60);
        FerFolder.WritePicture(_folder.Path, "Training/2.png", 90);
        FerFolder.WritePicture(_folder.Path, "PrivateTest/3.png", 10);
        FerFolder.WritePicture(_folder.Path, "PrivateTest/4.png", 140);
        FerFolder.WriteManifest(
            _folder.Path,
            "Training/0.png,Training,happy,0,8,0,0,0,0,0,1,1,0,0",
            "Training/1.jpg,Training,happy,5,5,0,0,0,0,0,0,0,0,0",
            "Training/2.png,Training,fear,1,0,0,0,0,0,0,0,0,9,0",
            "PrivateTest/3.png,PrivateTest,happy,0,8,0,0,0,0,0,0,0,0,1",
            "PrivateTest/4.png,PrivateTest,sad,0,0,0,10,0,0,0,0,0,0,0");
    }

    [Fact]
    public void A_part_holds_its_own_pictures_without_those_that_are_no_face()
    {
        Fer2013Dataset training = Open(Fer2013Split.Training), test = Open(Fer2013Split.PrivateTest);

        Assert.Equal(["Training/0.png", "Training/1.jpg"], training.Rows.Select(row => row.File));
        Assert.Equal(3, Open(Fer2013Split.Training, new Fer2013Options { DropNotFaces = false }).Count);
        Assert.Equal(1, Open(Fer2013Split.Training, new Fer2013Options { LimitPerLabel = 1 }).Count);
        Assert.Equal(2, test.Count);
        Assert.Equal(["happy", "sad"], Enumerable.Range(0, 2).Select(index => test.Labels[test.LabelOf(index)]));
    }

    [Fact]
    public void Duplicates_of_training_pictures_can_be_scored_apart_or_dropped()
    {
        Fer2013Dataset test = Open(Fer2013Split.PrivateTest);

        Assert.Equal([1], Assert.Single(test.Groups).Indices);
        Assert.Equal(1, Open(Fer2013Split.PrivateTest, new Fer2013Options { DropDuplicatesOfTraining = true }).Count);
    }

    [Fact]
    public void A_picture_is_read_as_standardised_planes_with_its_soft_target()
    {
        Fer2013Dataset training = Open(Fer2013Split.Training);
        (float[] input, float[] target) = Read(training, 1);

        Assert.Equal([3, FerFolder.Side, FerFolder.Side], Assert.Single(training.Inputs).Shape);
        Assert.Equal([0.25f, 0.75f, 0, 0, 0, 0, 0], target);

        (float[] exact, _) = Read(training, 0); // PNG loses nothing: a ramp from 10 to 57
        for (int channel = 0; channel < 3; channel++)
        {
            float mean = s_spec.Mean[channel], std = s_spec.Std[channel];
            Assert.Equal((10 / 255f - mean) / std, exact[channel * Plane], 1e-3f);
            Assert.Equal((57 / 255f - mean) / std, exact[channel * Plane + FerFolder.Side - 1], 1e-3f);
        }
        Assert.True(input[0] > exact[0]);
    }

    [Fact]
    public void Without_a_generator_a_picture_is_read_as_at_inference()
    {
        Fer2013Dataset plain = Open(Fer2013Split.Training), varying = Open(Fer2013Split.Training, augmentation: new FaceAugmentationOptions());

        Assert.Equal(Read(plain, 0).Input, Read(varying, 0).Input);
        Assert.NotEqual(Read(plain, 0).Input, Read(varying, 0, new SampleRandom(1)).Input);
        Assert.Equal(Read(varying, 0, new SampleRandom(1)).Input, Read(varying, 0, new SampleRandom(1)).Input);
    }

    [Fact]
    public void A_missing_picture_and_an_empty_part_are_said()
    {
        File.Delete(Path.Combine(_folder.Path, "PrivateTest/4.png"));

        Exception error = Assert.ThrowsAny<Exception>(() => Open(Fer2013Split.PrivateTest));
        Assert.Contains("4.png", Assert.IsType<UserErrorException>(error).Message);
        Assert.Contains("PublicTest", Assert.Throws<UserErrorException>(() => Open(Fer2013Split.PublicTest)).Message);
    }

    public void Dispose() => _folder.Dispose();

    private Fer2013Dataset Open(Fer2013Split split, Fer2013Options? options = null, FaceAugmentationOptions? augmentation = null) =>
        new(_folder.Path, split, options ?? new Fer2013Options(), s_spec, augmentation);

    private static (float[] Input, float[] Target) Read(Fer2013Dataset dataset, int index, SampleRandom? augmentation = null)
    {
        float[] input = new float[3 * Plane], target = new float[dataset.Labels.Count];
        dataset.Read(index, new SampleBuffer(input, target), augmentation);
        return (input, target);
    }
}
