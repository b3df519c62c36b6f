using Mien.Torch;

namespace Mien.Models;

/// <summary>Dropout and one linear layer: features (N, F) to a score (logit) for each label, (N, labels).</summary>
public sealed class EmotionHead : Module<Tensor, Tensor>
{
    private readonly Linear _linear;
    private readonly double _dropout;

    /// <summary>Makes a head.</summary>
    /// <param name="features">Features in.</param>
    /// <param name="labels">Labels.</param>
    /// <param name="dropout">Probability, 0 to below 1.</param>
    public EmotionHead(int features, int labels, double dropout)
    {
        _dropout = dropout;
        _linear = RegisterModule("linear", new Linear(features, labels));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor features) => _linear.Forward(Functional.Dropout(features, _dropout, IsTraining));
}
