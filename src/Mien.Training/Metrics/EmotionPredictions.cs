using Mien.Core;

namespace Mien.Training.Metrics;

/// <summary>What a model said about some samples, and what is true. Immutable.</summary>
public sealed class EmotionPredictions
{
    private readonly int[] _actual;
    private readonly float[] _probabilities; // (N, C), row-major
    private readonly int[] _predicted;

    /// <summary>Takes predictions.</summary>
    /// <param name="labels">The labels, C of them, in the order of the probabilities.</param>
    /// <param name="actual">True label of each sample, (N); -1 for none.</param>
    /// <param name="probabilities">Probability of each label for each sample, row-major (N, C); kept, not copied.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is none of <paramref name="labels"/>.</exception>
    /// <exception cref="UserErrorException">A probability is not a number: the model is broken.</exception>
    public EmotionPredictions(EmotionLabelSet labels, IReadOnlyList<int> actual, float[] probabilities)
    {
        if (probabilities.Length != actual.Count * labels.Count)
            throw new ArgumentException($"{actual.Count} samples of {labels.Count} labels need {actual.Count * labels.Count} probabilities, not {probabilities.Length}.", nameof(probabilities));
        if (actual.Any(label => label < -1 || label >= labels.Count))
            throw new ArgumentException($"A true label is none of the {labels.Count} labels.", nameof(actual));
        (Labels, _actual, _probabilities) = (labels, [.. actual], probabilities);
        _predicted = new int[_actual.Length];
        for (int sample = 0; sample < _actual.Length; sample++)
            _predicted[sample] = IndexOfMax(Probabilities(sample), sample);
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public EmotionLabelSet Labels { get; }

    /// <summary>Number of samples, N.</summary>
    public int Count => _actual.Length;

    /// <summary>True label of a sample; -1 where it has none, and then it can be in no score.</summary>
    public int Actual(int sample) => _actual[sample];

    /// <summary>The most probable label of a sample; the first of equals.</summary>
    public int Predicted(int sample) => _predicted[sample];

    /// <summary>Probability of each label for a sample, 0..1, (C).</summary>
    public ReadOnlySpan<float> Probabilities(int sample) => _probabilities.AsSpan(sample * Labels.Count, Labels.Count);

    /// <summary>Probability of the most probable label of a sample, 0..1.</summary>
    public float Confidence(int sample) => Probabilities(sample)[_predicted[sample]];

    /// <summary>Place of the true label among the labels ordered by probability, from 0; of equals the first label comes first.</summary>
    public int RankOfActual(int sample)
    {
        ReadOnlySpan<float> probabilities = Probabilities(sample);
        int actual = _actual[sample], rank = 0;
        for (int label = 0; label < probabilities.Length; label++)
            if (probabilities[label] > probabilities[actual] || (label < actual && probabilities[label] == probabilities[actual]))
                rank++;
        return rank;
    }

    /// <summary>The samples that have a true label.</summary>
    public IEnumerable<int> Labelled => Enumerable.Range(0, Count).Where(sample => _actual[sample] >= 0);

    /// <summary>Scores the most probable labels of some or all samples.</summary>
    /// <param name="samples">The samples, each with a true label, of which one may occur several times; null counts all that have one.</param>
    public ClassificationResult Score(IEnumerable<int>? samples = null)
    {
        ConfusionMatrix confusion = new(Labels);
        foreach (int sample in samples ?? Labelled)
            confusion.Add(_actual[sample], _predicted[sample]);
        return ClassificationResult.From(confusion);
    }

    /// <summary>Several sets of predictions, of the same labels, as one: for example of all folds.</summary>
    /// <exception cref="ArgumentException">There is none, or the labels differ.</exception>
    public static EmotionPredictions Concat(IReadOnlyList<EmotionPredictions> parts)
    {
        if (parts.Count == 0 || parts.Any(part => !part.Labels.Equals(parts[0].Labels)))
            throw new ArgumentException("Only predictions of the same labels can be joined.", nameof(parts));
        return new EmotionPredictions(parts[0].Labels, [.. parts.SelectMany(part => part._actual)], [.. parts.SelectMany(part => part._probabilities)]);
    }

    private static int IndexOfMax(ReadOnlySpan<float> probabilities, int sample)
    {
        int best = 0;
        for (int label = 0; label < probabilities.Length; label++)
        {
            if (!float.IsFinite(probabilities[label]))
                throw new UserErrorException($"The model gives no number for sample {sample}; its weights are damaged or its training diverged, so there is nothing to evaluate.");
            if (probabilities[label] > probabilities[best])
                best = label;
        }
        return best;
    }
}
