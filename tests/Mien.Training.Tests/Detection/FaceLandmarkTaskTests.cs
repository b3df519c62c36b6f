using Mien.Core;
using Mien.Data;
using Mien.Models;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Detection;

public sealed class FaceLandmarkTaskTests
{
    [Fact]
    public void A_network_learns_where_the_points_are()
    {
        using TemporaryFolder folder = new();
        TrainingConfig config = TinyRun.Config with
        {
            Name = "points",
            Epochs = 12,
            BatchSize = 16,
            AverageDecay = 0,
            SelectBy = SelectionMetric.NormalizedMeanError,
            Model = new FaceLandmarkSpec { ImageSize = 32, Width = 8, Depth = 1, NeckWidth = 32 },
            Optimizer = new OptimizerOptions { LearningRate = 0.005, WeightDecay = 0.001 },
        };
        RecordedProgress progress = new();
        using Trainer trainer = new(config, new CrossScenes(256, seed: 1), new CrossScenes(40, seed: 2), RunFolder.Open(folder.Path, config, resume: false), progress);
        trainer.Run();

        double[] errors = [.. progress.Epochs.Select(epoch => -epoch.Validation.Value(SelectionMetric.NormalizedMeanError))];
        Assert.True(errors[^1] < 0.8, string.Join(' ', errors));
        Assert.True(errors[^1] < errors[0] / 4, string.Join(' ', errors));
        Assert.IsType<LandmarkValidation>(progress.Epochs[0].Validation);
    }

    [Fact]
    public void Crops_of_another_size_are_refused()
    {
        using TemporaryFolder folder = new();
        TrainingConfig config = TinyRun.Config with { Name = "points", Model = new FaceLandmarkSpec { ImageSize = 64 } };

        UserErrorException error = Assert.Throws<UserErrorException>(() =>
            new Trainer(config, new CrossScenes(32, 1), new CrossScenes(8, 2), RunFolder.Open(folder.Path, config, resume: false), new RecordedProgress()));
        Assert.Contains("32 x 32", error.Message);
        Assert.Contains("image_size", error.Message);
    }

    /// <summary>A light cross somewhere in a dark picture of 32 pixels; the points lie on a grid around it, the eyes' outer corners a pixel apart: errors are in pixels.</summary>
    private sealed class CrossScenes(int count, long seed) : ISampleDataset
    {
        private const int Size = 32;

        public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Image, [3, Size, Size])];

        public int TargetLength => 0;

        public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => [AuxiliaryTarget.Landmarks68];

        public int Count => count;

        public int LabelOf(int index) => -1;

        public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
        {
            SampleRandom random = augmentation ?? new SampleRandom(seed, index);
            (int x, int y) = (10 + random.NextIndex(13), 10 + random.NextIndex(13));
            for (int pixel = 0; pixel < sample.Input.Length; pixel++)
                sample.Input[pixel] = pixel % Size == x || pixel / Size % Size == y ? 1 : random.NextUniform(-1, -0.8f);
            for (int point = 0; point < 68; point++)
                (sample.Auxiliary[2 * point], sample.Auxiliary[2 * point + 1]) = ((x + point % 9 - 4) / (float)Size, (y + point / 9 - 3.5f) / Size);
        }
    }
}
