using Mien.Core;
using Mien.Data.Tests.Support;
using Mien.Training.Configuration;
using Mien.Training.Evaluation;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests;

/// <summary>Features that others extracted, from a config to scores on people that the model never saw.</summary>
public sealed class FeatureTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public void A_model_learns_the_classes_and_evaluation_says_so(int? steps)
    {
        FeatureFolder.WriteEmotions(Path.Combine(_folder.Path, "features"), samples: 240, steps);
        TrainingConfig config = Load(steps);

        RunFolder run = TrainingRun.Execute(config, Path.Combine(_folder.Path, "runs"), new RecordedProgress(null));
        using CheckpointPredictor predictor = CheckpointPredictor.Load(run.BestModel);
        EvaluationResult result = EvaluationRun.Execute(predictor, predictor.TrainingData().Open(DatasetPart.Test), "test part", new EvaluationOptions { BootstrapResamples = 0 });

        Assert.True(result.All!.Scores.Accuracy > 0.95, $"Accuracy is {result.All.Scores.Accuracy}.");
        Assert.Equal(["made/02", "made/03"], result.Groups.Select(person => person.Name).Order());
    }

    [Fact]
    public void A_model_of_another_shape_is_refused_with_what_to_set()
    {
        FeatureFolder.WriteEmotions(Path.Combine(_folder.Path, "features"), samples: 60, steps: null);
        TrainingConfig config = Load(steps: null);

        UserErrorException error = Assert.Throws<UserErrorException>(() => TrainingRun.Execute(
            config with { Model = new Models.FeatureModelSpec { Dimension = 4 } }, Path.Combine(_folder.Path, "runs"), new RecordedProgress(null)));

        Assert.Contains("model.dimension", error.Message);
    }

    private TrainingConfig Load(int? steps) => ConfigBinder.Bind<TrainingConfig>(ConfigReader.ReadText(
        $$"""
        name: features
        epochs: 30
        batch_size: 16
        threads: 1
        average_decay: 0.9
        data:
          kind: features
          root: {{_folder.Path}}
          arrays: [face, voice]
          dimension: 5
          steps: {{steps?.ToString() ?? "null"}}
          labels: [happy, sad, anger]
          validation_speakers: [made/00, made/01]
          test_speakers: [made/02, made/03]
        model:
          name: features
          dimension: 5
          sequence: {{(steps is null ? "false" : "true")}}
          lstm_hidden: 16
          head_hidden: 16
        optimizer:
          learning_rate: 0.01
        """,
        "test.yaml"));
}
