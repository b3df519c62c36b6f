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

        EmotionPredictions predictions = EvaluationRun.Execute(predictor, dataset, "tones", new EvaluationOptions { BatchSize = 32, BootstrapResamples = 0 }, progress.Add).Predictions;

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

        Assert.NotNull(result.All);
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
        UserErrorException error = Assert.Throws<UserErrorException>(() => EvaluationRun.Execute(predictor, new ToneDataset(4, seed: 1), "tones", new EvaluationOptions()));
        Assert.Contains("labelled", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Landmarks_and_valence_are_measured_where_both_sides_have_them_and_labels_may_be_missing()
    {
        using HeadPredictor predictor = new();
        EvaluationResult result = EvaluationRun.Execute(predictor, new UnlabelledFaces(), "faces", new EvaluationOptions { BatchSize = 2 });

        Assert.Null(result.All);
        Assert.Empty(result.Groups);
        // Every point is predicted 0.05 too far right, the eye corners are 0.5 apart; one of three faces has no landmarks.
        Assert.Equal(2, result.Landmarks!.Faces);
        Assert.Equal(0.1, result.Landmarks.MeanError!.Value, 1e-6);
        // Valence is predicted as it is, arousal is missing of one face and always predicted 0.
        Assert.Equal((3, 1.0), (result.Valence!.Samples, result.Valence.Ccc!.Value));
        Assert.Equal((2, 0.0), (result.Arousal!.Samples, result.Arousal.Ccc!.Value));
    }

    public void Dispose() => _output.Dispose();

    /// <summary>The tiny model was trained on tones, whose labels its config does not know.</summary>
    private sealed class TonePredictor(CheckpointPredictor inner) : IEmotionPredictor
    {
        public string Name => inner.Name;

        public PreprocessingSpec Spec => inner.Spec with { Labels = new ToneDataset(1, seed: 1).Labels };

        public BatchPrediction Predict(IEmotionDataset dataset, SampleBatch batch) => inner.Predict(dataset, batch);

        public void Dispose() => inner.Dispose();
    }

    private sealed class ConstantPredictor(EmotionLabelSet labels) : IEmotionPredictor
    {
        public string Name => "constant";

        public PreprocessingSpec Spec { get; } = new() { Audio = new AudioSpec(), Labels = labels };

        public BatchPrediction Predict(IEmotionDataset dataset, SampleBatch batch)
        {
            float[] probabilities = new float[batch.Count * labels.Count];
            for (int row = 0; row < batch.Count; row++)
                for (int label = 0; label < labels.Count; label++)
                    probabilities[row * labels.Count + label] = label == 0 ? 0.7f : 0.3f / (labels.Count - 1);
            return new BatchPrediction(probabilities, new Dictionary<string, float[]>());
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

    private sealed class UnlabelledFaces : IEmotionDataset
    {
        public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Image, [1])];

        public EmotionLabelSet Labels => EmotionLabelSet.Shared7;

        public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => [AuxiliaryTarget.ValenceArousal, AuxiliaryTarget.Landmarks68];

        public int Count => 3;

        public IReadOnlyList<SampleGroup> Groups => [new SampleGroup("all", [0, 1, 2])];

        public int LabelOf(int index) => -1;

        public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
        {
            sample.Target.Clear();
            sample.Auxiliary[0] = index * 0.25f;
            sample.Auxiliary[1] = index == 1 ? -2 : index;
            for (int point = 0; point < 68; point++)
                (sample.Auxiliary[2 + 2 * point], sample.Auxiliary[3 + 2 * point]) = index == 2 ? (-1, -1) : (point == 45 ? 0.75f : 0.25f, 0.5f);
        }
    }

    private sealed class HeadPredictor : IEmotionPredictor
    {
        public string Name => "heads";

        public PreprocessingSpec Spec { get; } = new() { Image = new ImageSpec { Width = 32, Height = 32 }, Labels = EmotionLabelSet.Shared7 };

        public BatchPrediction Predict(IEmotionDataset dataset, SampleBatch batch) => new(
            new float[batch.Count * 7],
            new Dictionary<string, float[]>
            {
                ["landmarks"] = [.. Enumerable.Range(0, batch.Count * 136).Select(index => index % 2 == 1 ? 0.5f : index % 136 == 90 ? 0.8f : 0.3f)],
                ["valence_arousal"] = [.. batch.Indices.SelectMany(index => new[] { index * 0.25f, 0 })],
            });

        public void Dispose()
        {
        }
    }
}
