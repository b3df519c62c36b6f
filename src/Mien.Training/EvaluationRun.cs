using Mien.Core;
using Mien.Data;
using Mien.Data.Loading;
using Mien.Training.Evaluation;
using Mien.Training.Metrics;

namespace Mien.Training;

/// <summary>Scores a trained model on a dataset: what `mien evaluate` does.</summary>
public static class EvaluationRun
{
    /// <summary>Predicts every sample and scores the whole and each of its groups.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="dataset">The samples, read as at inference.</param>
    /// <param name="data">What the samples are, in words.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="advanced">Told the share of samples done, 0..1, or null.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="UserErrorException">The data do not fit the model, hold nothing, or the model gives no numbers.</exception>
    public static EvaluationResult Execute(
        IEmotionPredictor predictor, IEmotionDataset dataset, string data, EvaluationOptions options, Action<double>? advanced = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        if (dataset.Count == 0)
            throw new UserErrorException($"There is nothing to evaluate: the {data} holds no sample.");
        EmotionPredictions predictions = Predict(predictor, dataset, options.BatchSize, advanced, cancellationToken);
        int[] labelled = [.. predictions.Labelled];
        if (labelled.Length == 0)
            throw new UserErrorException($"There is nothing to evaluate: no sample of the {data} has an emotion label.");
        return new EvaluationResult
        {
            Model = predictor.Name,
            Data = data,
            Predictions = predictions,
            All = GroupScores.Of("all samples", "all", predictions, labelled, options),
            Groups = [.. from @group in dataset.Groups
                         let samples = @group.Indices.Where(sample => predictions.Actual(sample) >= 0).ToArray()
                         where samples.Length > 0
                         select GroupScores.Of(@group.Name, @group.Kind, predictions, samples, options)],
            Options = options,
        };
    }

    /// <summary>Predicts every sample.</summary>
    /// <inheritdoc cref="Execute"/>
    /// <param name="predictor">The model.</param>
    /// <param name="dataset">The samples, read as at inference.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <param name="advanced">Told the share of samples done, 0..1, or null.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    public static EmotionPredictions Predict(
        IEmotionPredictor predictor, IEmotionDataset dataset, int batchSize = 64, Action<double>? advanced = null, CancellationToken cancellationToken = default)
    {
        if (!predictor.Spec.Labels.Equals(dataset.Labels))
            throw new UserErrorException($"The model {predictor.Name} tells {predictor.Spec.Labels}, but the data are labelled {dataset.Labels}; name other data with --data.");
        int labels = dataset.Labels.Count, done = 0;
        float[] probabilities = new float[dataset.Count * labels];
        BatchLoader loader = new(dataset, new SequentialSampler(dataset.Count), new LoaderOptions { BatchSize = batchSize });
        foreach (EmotionBatch batch in loader.Epoch(0, cancellationToken))
        {
            predictor.Predict(dataset, batch, probabilities.AsSpan(done * labels, batch.Count * labels));
            done += batch.Count;
            advanced?.Invoke((double)done / dataset.Count);
        }
        return new EmotionPredictions(dataset.Labels, [.. Enumerable.Range(0, dataset.Count).Select(dataset.LabelOf)], probabilities);
    }
}
