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
    /// <exception cref="UserErrorException">The data do not fit the model, hold nothing to compare, or the model gives no numbers.</exception>
    public static EvaluationResult Execute(
        IEmotionPredictor predictor, IEmotionDataset dataset, string data, EvaluationOptions options, Action<double>? advanced = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        if (dataset.Count == 0)
            throw new UserErrorException($"There is nothing to evaluate: the {data} holds no sample.");
        if (!predictor.Spec.Labels.Equals(dataset.Labels))
            throw new UserErrorException($"The model {predictor.Name} tells {predictor.Spec.Labels}, but the data are labelled {dataset.Labels}; name other data with --data.");

        List<float> probabilities = new(dataset.Count * dataset.Labels.Count);
        AuxiliaryPredictions auxiliary = new(dataset);
        BatchLoader loader = new(dataset, new SequentialSampler(dataset.Count), new LoaderOptions { BatchSize = options.BatchSize });
        int done = 0;
        foreach (SampleBatch batch in loader.Epoch(0, cancellationToken))
        {
            BatchPrediction prediction = predictor.Predict(dataset, batch);
            probabilities.AddRange(prediction.Probabilities);
            auxiliary.Add(batch, prediction.Auxiliary);
            done += batch.Count;
            advanced?.Invoke((double)done / dataset.Count);
        }

        EmotionPredictions predictions = new(dataset.Labels, [.. Enumerable.Range(0, dataset.Count).Select(dataset.LabelOf)], [.. probabilities]);
        int[] labelled = [.. predictions.Labelled];
        EvaluationResult result = new()
        {
            Model = predictor.Name,
            Data = data,
            Predictions = predictions,
            All = labelled.Length > 0 ? GroupScores.Of("all samples", "all", predictions, labelled, options) : null,
            Groups = [.. from @group in dataset.Groups
                         let samples = @group.Indices.Where(sample => predictions.Actual(sample) >= 0).ToArray()
                         where samples.Length > 0
                         select GroupScores.Of(@group.Name, @group.Kind, predictions, samples, options)],
            Landmarks = auxiliary.Landmarks(),
            Valence = auxiliary.Affect(0),
            Arousal = auxiliary.Affect(1),
            Options = options,
        };
        return result.All is null && result.Landmarks is null && result.Valence is null && result.Arousal is null
            ? throw new UserErrorException($"There is nothing to evaluate: no sample of the {data} has an emotion label or anything else that the model tells.")
            : result;
    }
}
