using Mien.Core;

namespace Mien.Inference;

/// <summary>
/// Carries a model's own probabilities over to <see cref="EmotionLabelSet.Shared7"/>, the labels that fused results use.
/// A label keeps its name; <c>calm</c> joins <c>neutral</c>. Probability on a label without a counterpart (contempt) says
/// nothing about the shared seven and is spread evenly over those the model knows. A shared emotion that the model
/// cannot express gets 1/7, the belief of somebody who was told nothing, and the known ones are scaled to the rest.
/// </summary>
public sealed class SharedEmotionProjection
{
    private readonly int[] _target; // own label -> shared label, or -1
    private readonly bool[] _known; // shared label -> whether any own label maps to it
    private readonly int _knownCount;

    /// <summary>Prepares the projection of a model's labels.</summary>
    /// <exception cref="UserErrorException">No label of the model has a counterpart among the shared seven.</exception>
    public SharedEmotionProjection(EmotionLabelSet modelLabels)
    {
        ArgumentNullException.ThrowIfNull(modelLabels);
        EmotionLabelSet shared = EmotionLabelSet.Shared7;
        _target = [.. modelLabels.Select(name => shared.IndexOf(name == "calm" ? "neutral" : name))];
        _known = new bool[shared.Count];
        foreach (int index in _target.Where(index => index >= 0))
            _known[index] = true;
        _knownCount = _known.Count(known => known);
        if (_knownCount == 0)
            throw new UserErrorException($"The model's labels ({modelLabels}) hold none of the shared emotions ({shared}); use a model that knows at least one of them.");
    }

    /// <summary>Projects one distribution. Allocates nothing.</summary>
    /// <param name="own">Probabilities in the order of the model's labels.</param>
    /// <param name="shared">Receives seven probabilities that sum to the sum of <paramref name="own"/> (1).</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Project(ReadOnlySpan<float> own, Span<float> shared)
    {
        if (own.Length != _target.Length)
            throw new ArgumentException($"Expected {_target.Length} probabilities, got {own.Length}.", nameof(own));
        if (shared.Length != _known.Length)
            throw new ArgumentException($"Expected room for {_known.Length} probabilities, got {shared.Length}.", nameof(shared));
        shared.Clear();
        float homeless = 0;
        for (int i = 0; i < own.Length; i++)
        {
            if (_target[i] >= 0)
                shared[_target[i]] += own[i];
            else
                homeless += own[i];
        }
        float scale = (float)_knownCount / _known.Length;
        for (int i = 0; i < shared.Length; i++)
            shared[i] = _known[i] ? (shared[i] + homeless / _knownCount) * scale : 1f / _known.Length;
    }
}
