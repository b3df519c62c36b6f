using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Features (N, F) to a score (logit) for each label, (N, labels): dropout and one linear layer, or with hidden units
/// a linear layer, ReLU, dropout and the last linear layer.
/// </summary>
public sealed class EmotionHead : Module<Tensor, Tensor>
{
    private readonly Linear? _hidden;
    private readonly Linear _linear;
    private readonly double _dropout;

    /// <summary>Makes a head.</summary>
    /// <param name="features">Features in.</param>
    /// <param name="labels">Labels.</param>
    /// <param name="dropout">Probability, 0 to below 1.</param>
    /// <param name="hidden">Units of the layer between, 0 for none.</param>
    public EmotionHead(int features, int labels, double dropout, int hidden = 0)
    {
        _dropout = dropout;
        if (hidden > 0)
            _hidden = RegisterModule("hidden", new Linear(features, hidden));
        _linear = RegisterModule("linear", new Linear(hidden > 0 ? hidden : features, labels));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor features)
    {
        if (_hidden is not null)
            features = Functional.Relu(_hidden.Forward(features)); // (N, hidden)
        return _linear.Forward(Functional.Dropout(features, _dropout, IsTraining));
    }
}
