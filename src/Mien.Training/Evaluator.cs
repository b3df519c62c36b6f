using Mien.Data;
using Mien.Data.Loading;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Metrics;

namespace Mien.Training;

/// <summary>Runs a model over a dataset and counts what it takes for what.</summary>
public static class Evaluator
{
    /// <summary>Predicts every sample.</summary>
    /// <param name="model">The model; it is switched to evaluation and left there.</param>
    /// <param name="dataset">The samples, read as at inference.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <param name="advanced">Told the number of samples done, or null.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns>The position of the most probable label of each sample.</returns>
    public static int[] Predict(EmotionModel model, ISampleDataset dataset, int batchSize = 64, Action<int>? advanced = null, CancellationToken cancellationToken = default)
    {
        int[] predictions = new int[dataset.Count];
        ForEachBatch(model, dataset, batchSize, (batch, first) =>
        {
            Tensor logits = model.Forward(ModelInput.Of(dataset, batch)); // (B, C)
            logits.Argmax(1).ToArray<long>().Select(label => (int)label).ToArray().CopyTo(predictions, first);
            advanced?.Invoke(first + batch.Count);
        }, cancellationToken);
        return predictions;
    }

    /// <summary>Goes through a dataset as at inference, without gradients; tensors made on the way are freed after each batch.</summary>
    /// <param name="model">The model; it is switched to evaluation and left there.</param>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <param name="look">Takes each batch and the position of its first sample.</param>
    /// <param name="cancellationToken">Ends the way.</param>
    internal static void ForEachBatch(Module model, ISampleDataset dataset, int batchSize, Action<SampleBatch, int> look, CancellationToken cancellationToken)
    {
        model.Eval();
        BatchLoader loader = new(dataset, new SequentialSampler(dataset.Count), new LoaderOptions { BatchSize = batchSize });
        int first = 0;
        foreach (SampleBatch batch in loader.Epoch(0, cancellationToken))
        {
            using TensorScope scope = TensorScope.Begin();
            using IDisposable noGradients = Grad.Disabled();
            look(batch, first);
            first += batch.Count;
        }
    }

    /// <summary>Scores predictions for some or all samples of a dataset.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="predictions">Predicted label of each sample, by position.</param>
    /// <param name="indices">The samples to count; null counts all.</param>
    public static ClassificationResult Score(IEmotionDataset dataset, ReadOnlySpan<int> predictions, IEnumerable<int>? indices = null)
    {
        ConfusionMatrix confusion = new(dataset.Labels);
        foreach (int index in indices ?? Enumerable.Range(0, dataset.Count))
            if (dataset.LabelOf(index) is >= 0 and int label)
                confusion.Add(label, predictions[index]);
        return ClassificationResult.From(confusion);
    }
}
