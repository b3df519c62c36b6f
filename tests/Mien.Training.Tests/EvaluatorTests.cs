using Mien.Models;
using Mien.Training.Checkpoints;
using Mien.Training.Metrics;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests;

public sealed class EvaluatorTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    [Fact]
    public void Every_sample_has_its_own_prediction_whatever_the_batch_size_and_progress()
    {
        ToneDataset dataset = new(100, seed: 5);
        ToneDataset training = new(32, seed: 1);
        RunFolder folder = TinyRun.Train(TinyRun.ConfigToMemorise with { Epochs = 20 }, _output.Path, training, training).Folder;
        using TrainedModel trained = TrainedModel.Load(folder.BestModel);
        EmotionModel model = trained.Model;
        int[] oneByOne = Evaluator.Predict(model, dataset, batchSize: 1);
        List<int> done = [];

        int[] inBatches = Evaluator.Predict(model, dataset, batchSize: 16);
        int[] watched = Evaluator.Predict(model, dataset, batchSize: 16, advanced: done.Add);

        // Of a model that says the same of everything, misplaced batches would not be seen.
        Assert.Equal(4, oneByOne.Distinct().Count());
        Assert.Equal(oneByOne, inBatches);
        Assert.Equal(oneByOne, watched);
        Assert.Equal([16, 32, 48, 64, 80, 96, 100], done);
    }

    [Fact]
    public void A_score_counts_all_samples_or_those_named()
    {
        ToneDataset dataset = new(50, seed: 6);
        int[] predictions = [.. Enumerable.Range(0, 50).Select(index => index < 10 ? dataset.LabelOf(index) : (dataset.LabelOf(index) + 1) % 4)];

        Assert.Equal(0.2, Evaluator.Score(dataset, predictions).Accuracy, 1e-12);
        Assert.Equal(1, Evaluator.Score(dataset, predictions, Enumerable.Range(0, 10)).Accuracy);
        ClassificationResult rest = Evaluator.Score(dataset, predictions, Enumerable.Range(10, 40));
        Assert.Equal((40, 0), (rest.Samples, rest.Accuracy));
    }

    public void Dispose() => _output.Dispose();
}
