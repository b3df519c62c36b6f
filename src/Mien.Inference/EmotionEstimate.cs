using Mien.Core;

namespace Mien.Inference;

/// <summary>A distribution over emotions. Immutable: it keeps its own copy of the numbers.</summary>
public sealed class EmotionEstimate
{
    private readonly float[] _probabilities;

    /// <summary>Makes an estimate.</summary>
    /// <param name="labels">The emotions, in the order of the numbers.</param>
    /// <param name="probabilities">One probability for each label, 0..1, copied.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public EmotionEstimate(EmotionLabelSet labels, ReadOnlySpan<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != probabilities.Length)
            throw new ArgumentException($"{labels.Count} labels need as many probabilities, not {probabilities.Length}.", nameof(probabilities));
        Labels = labels;
        _probabilities = probabilities.ToArray();
        for (int i = 1; i < _probabilities.Length; i++)
        {
            if (_probabilities[i] > _probabilities[DominantIndex])
                DominantIndex = i;
        }
    }

    /// <summary>The emotions.</summary>
    public EmotionLabelSet Labels { get; }

    /// <summary>One probability for each label, 0..1.</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>Position of the most probable emotion; the first of equals.</summary>
    public int DominantIndex { get; }

    /// <summary>Name of the most probable emotion.</summary>
    public string Dominant => Labels[DominantIndex];

    /// <summary>Probability of the most probable emotion.</summary>
    public float DominantProbability => _probabilities[DominantIndex];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Dominant} {DominantProbability:0.000}");
}
