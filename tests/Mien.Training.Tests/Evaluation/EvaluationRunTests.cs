using Mien.Core;
using Mien.Data;
using Mien.Preprocessing;
using Mien.Training.Evaluation;
using Mien.Training.Metrics;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Evaluation;

public sealed class EvaluationRunTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    [Fact]
    public void Probabilities_and_predictions_are_of_the_same_model()
    {
        ToneDataset training = new(32, seed: 1), dataset = new(70, seed: 5);
        RunFolder folder = TinyRun.Train(TinyRun.ConfigToMemorise with { Epochs = 20 }, _output.Path, training, training).Folder;
        using TonePredictor predictor = new(CheckpointPredictor.Load(folder.BestModel));
        List<double> progress = [];

        EmotionPredictions predictions = EvaluationRun.Predict(predictor, dataset, batchSize: 32, progress.Add);

        using Checkpoints.TrainedModel trained = Checkpoints.TrainedModel.Load(folder.BestModel);
        Assert.Equal(Evaluator.Predict(trained.Model, dataset), Enumerable.Range(0, 70).Select(predictions.Predicted));
        Assert.All(Enumerable.Range(0, 70), sample => Assert.Equal(1, predictions.Probabilities(sample).ToArray().Sum(), 1e-5));
        Assert.Equal([32 / 70.0, 64 / 70.0, 1], progress);
    }

    [Fact]
    public void Groups_are_scored_by_themselves_with_reproducible_intervals()
    {
        using ConstantPredictor predictor = new(new ToneDataset(1, seed: 1).Labels);
        GroupedTones dataset = new(new ToneDataset(60, seed: 2));
        EvaluationOptions options = new() { BootstrapResamples = 50, TopK = [1, 2, 9] };

        EvaluationResult result = EvaluationRun.Execute(predictor, dataset, "test part", options);

        // The predictor names label 0 always, so the accuracy is label 0's share and the recall of all others 0.
        Assert.Equal(60, result.All.Scores.Samples);
        Assert.Equal(result.All.Scores.MajorityShare > 0, result.All.Scores.Accuracy > 0);
        GroupScores first = Assert.Single(result.Groups);
        Assert.Equal(("person", "first ten", 10L), (first.Kind, first.Name, first.Scores.Samples));
        Assert.Equal(Enumerable.Range(0, 10).Count(index => dataset.LabelOf(index) == 0) / 10.0, first.Scores.Accuracy);
        Assert.Equal([1, 2], first.TopK.Select(top => top.K));
        Assert.Equal(first.Scores.Accuracy, first.Interval("accuracy").Value);
        Assert.Equal(first.Intervals, EvaluationRun.Execute(predictor, dataset, "test part", options).Groups[0].Intervals);
        Assert.All(first.Intervals, interval => Assert.True(interval.Low <= interval.High));
    }

    [Fact]
    public void Other_labels_are_refused()
    {
        using ConstantPredictor predictor = new(EmotionLabelSet.Shared7);
        UserErrorException error = Assert.Throws<UserErrorException>(() => EvaluationRun.Predict(predictor, new ToneDataset(4, seed: 1)));
        Assert.Contains("labelled", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _output.Dispose();

    /// <summary>The tiny model was trained on tones, whose labels its config does not know.</summary>
    private sealed class TonePredictor(CheckpointPredictor inner) : IEmotionPredictor
    {
        public string Name => inner.Name;

        public PreprocessingSpec Spec => inner.Spec with { Labels = new ToneDataset(1, seed: 1).Labels };

        public void Predict(IEmotionDataset dataset, EmotionBatch batch, Span<float> probabilities) => inner.Predict(dataset, batch, probabilities);

        public void Dispose() => inner.Dispose();
    }

    private sealed class ConstantPredictor(EmotionLabelSet labels) : IEmotionPredictor
    {
        public string Name => "constant";

        public PreprocessingSpec Spec { get; } = new() { Audio = new AudioSpec(), Labels = labels };

        public void Predict(IEmotionDataset dataset, EmotionBatch batch, Span<float> probabilities)
        {
            for (int row = 0; row < batch.Count; row++)
                for (int label = 0; label < labels.Count; label++)
                    probabilities[row * labels.Count + label] = label == 0 ? 0.7f : 0.3f / (labels.Count - 1);
        }

        public void Dispose()
        {
        }
    }

    private sealed class GroupedTones(ToneDataset tones) : IEmotionDataset
    {
        public IReadOnlyList<SampleInput> Inputs => tones.Inputs;

        public EmotionLabelSet Labels => tones.Labels;

        public int Count => tones.Count;

        public IReadOnlyList<SampleGroup> Groups => [new SampleGroup("first ten", [.. Enumerable.Range(0, 10)], "person")];

        public int LabelOf(int index) => tones.LabelOf(index);

        public void Read(int index, SampleBuffer sample, SampleRandom? augmentation) => tones.Read(index, sample, augmentation);
    }
}
