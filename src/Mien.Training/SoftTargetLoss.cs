using Mien.Torch;
using Mien.Training.Options;

namespace Mien.Training;

/// <summary>The loss of predicted scores against target distributions, weighted by label, as a config says.</summary>
public sealed class SoftTargetLoss : IDisposable
{
    private readonly LossOptions _options;
    private readonly Tensor? _weights; // (C)

    /// <summary>Makes a loss.</summary>
    /// <param name="options">Which loss.</param>
    /// <param name="labelCounts">Training samples of each label, (C).</param>
    public SoftTargetLoss(LossOptions options, IReadOnlyList<long> labelCounts)
    {
        _options = options;
        if (options.ClassWeightPower > 0)
            _weights = Tensor.From(LabelWeights(labelCounts, options.ClassWeightPower), labelCounts.Count);
    }

    /// <summary>Each label's weight, (mean count / its count) ^ power, scaled so that the mean over samples is 1; 0 where it has no samples.</summary>
    public static float[] LabelWeights(IReadOnlyList<long> labelCounts, double power)
    {
        double mean = (double)labelCounts.Sum() / labelCounts.Count;
        double[] weights = [.. labelCounts.Select(count => count > 0 ? Math.Pow(mean / count, power) : 0)];
        double meanOverSamples = weights.Zip(labelCounts, (weight, count) => weight * count).Sum() / labelCounts.Sum();
        return [.. weights.Select(weight => (float)(weight / meanOverSamples))];
    }

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="logits">Scores, (B, C).</param>
    /// <param name="targets">Label probabilities, (B, C).</param>
    /// <returns>A scalar.</returns>
    public Tensor Compute(Tensor logits, Tensor targets)
    {
        if (_options.Kind == LossKind.CrossEntropy)
            return Functional.CrossEntropy(logits, targets, _weights, _options.LabelSmoothing);
        double smoothing = _options.LabelSmoothing, labels = logits.Shape[1];
        Tensor smoothed = targets * (1 - smoothing) + smoothing / labels; // (B, C)
        Tensor logProbabilities = Functional.LogSoftmax(logits, dim: 1); // (B, C)
        Tensor modulation = (1 - logProbabilities.Exp()).Pow(_options.FocalGamma); // (B, C)
        Tensor perLabel = smoothed * modulation * logProbabilities;
        if (_weights is not null)
            perLabel *= _weights;
        return -perLabel.Sum([1]).Mean();
    }

    /// <inheritdoc/>
    public void Dispose() => _weights?.Dispose();
}
