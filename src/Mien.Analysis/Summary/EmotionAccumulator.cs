using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>Adds up estimates in the shared seven labels, each weighted by the time it stands for.</summary>
internal sealed class EmotionAccumulator
{
    private readonly double[] _dominant = new double[EmotionLabelSet.Shared7.Count];
    private readonly double[] _probability = new double[EmotionLabelSet.Shared7.Count];
    private double _weight;

    public void Add(EmotionEstimate estimate, double weight)
    {
        _dominant[estimate.DominantIndex] += weight;
        for (int i = 0; i < _probability.Length; i++)
            _probability[i] += weight * estimate.Probabilities[i];
        _weight += weight;
    }

    /// <summary>The sums divided by the total weight, or null where nothing was added.</summary>
    public EmotionSummary? Summarize() => _weight > 0
        ? new EmotionSummary([.. _dominant.Select(value => value / _weight)], [.. _probability.Select(value => value / _weight)])
        : null;
}
