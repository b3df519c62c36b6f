using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Hooks;

public sealed class ExamplePicturesTests : IDisposable
{
    private static readonly ToneDataset s_training = new(16, seed: 1), s_validation = new(12, seed: 2);

    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Samples_are_drawn_at_the_start_and_with_answers_after_each_epoch_and_change_no_weight()
    {
        TrainingConfig config = TinyRun.Config with { Epochs = 2 };
        RunFolder without = TinyRun.Train(config, Path.Combine(_output.Path, "without"), s_training, s_validation).Folder;
        RunFolder with = TinyRun.Train(config with { Examples = 5 }, Path.Combine(_output.Path, "with"), s_training, s_validation).Folder;

        Assert.Equal(StoredTensors.Exact(without.BestModel), StoredTensors.Exact(with.BestModel));
        Assert.False(File.Exists(Path.Combine(without.Path, "examples.png")));
        EventFileReader.Value[] pictures = [.. EventFileReader.ReadFolder(with.Path).Where(value => value.Png.Length > 0)];
        Assert.Equal([(0, "examples/training"), (2, "examples/validation"), (4, "examples/validation")], pictures.Select(picture => (picture.Step, picture.Tag)));
        Assert.Equal(File.ReadAllBytes(Path.Combine(with.Path, "examples.png")), pictures[0].Png);
        Assert.Equal(File.ReadAllBytes(Path.Combine(with.Path, "examples-validation.png")), pictures[2].Png);
    }

    [Fact]
    public void A_spectrogram_is_light_in_the_band_that_is_loud()
    {
        ToneDataset quiet = new(8, seed: 3);
        RunFolder folder = TinyRun.Train(TinyRun.Config with { Epochs = 1, Examples = 1 }, _output.Path, quiet, quiet).Folder;
        using VideoFrame sheet = ImageCodec.DecodeFile(Path.Combine(folder.Path, "examples-validation.png"));

        // The one sample is the dataset's first; the loud quarter is the label's, counted from below.
        const int side = 128, gap = 4;
        double[] light = [.. Enumerable.Range(0, 4).Select(quarter => Enumerable.Range(0, side / 4).Average(row =>
            (double)sheet.Rgb.Span[((gap + side - 1 - quarter * side / 4 - row) * sheet.Width + gap + side / 2) * 3]))];
        Assert.Equal(quiet.LabelOf(0), Array.IndexOf(light, light.Max()));
    }
}
