using Mien.Models;
using Mien.Training.Checkpoints;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Detection;

public sealed class FaceDetectionTaskTests
{
    [Fact]
    public void A_detector_learns_to_find_discs_and_not_squares()
    {
        using TemporaryFolder folder = new();
        TrainingConfig config = TinyRun.Config with
        {
            Name = "discs",
            Epochs = 12,
            BatchSize = 16,
            AverageDecay = 0,
            SelectBy = SelectionMetric.AveragePrecision,
            Model = new FaceDetectorSpec { Width = 8, NeckWidth = 16, Depth = 1 },
            Optimizer = new OptimizerOptions { LearningRate = 0.01, WeightDecay = 0.001 },
            Data = new FaceSceneDataOptions { Scenes = new() { Size = 96, MaxFace = 90 } },
        };
        RecordedProgress progress = new();
        using Trainer trainer = new(config, new DiscScenes(320, 96, seed: 1), new DiscScenes(60, 96, seed: 2), RunFolder.Open(folder.Path, config, resume: false), progress);
        TrainingState state = trainer.Run();

        DetectionResult result = Assert.IsType<DetectionResult>(progress.Epochs[^1].Validation);
        Assert.True(result.AveragePrecision > 0.9, result.ToString());
        Assert.True(result.AveragePrecision > progress.Epochs[0].Validation.Value(SelectionMetric.AveragePrecision));
        using TrainedModel best = TrainedModel.Load(Path.Combine(folder.Path, "discs", "best.safetensors"));
        Assert.IsType<FaceDetectorModel>(best.Network);
        Assert.Equal(state.BestValue, best.Validation.Score(SelectionMetric.AveragePrecision));
        Assert.StartsWith("epoch,training_loss,learning_rate,samples_per_second,seconds,validation_average_precision,validation_recall,best\n", File.ReadAllText(Path.Combine(folder.Path, "discs", "log.csv")));
    }
}
