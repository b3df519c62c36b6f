using Mien.Torch;

namespace Mien.Models;

/// <summary>Linear layer, batch norm, ReLU, dropout, linear layer: fused features (N, F) to a logit for each label, (N, labels).</summary>
public sealed class FusionHead : Module<Tensor, Tensor>
{
    private readonly Linear _project;
    private readonly BatchNorm1d _norm;
    private readonly Linear _linear;
    private readonly double _dropout;

    /// <summary>Makes a head.</summary>
    /// <param name="features">Features in.</param>
    /// <param name="hidden">Hidden units.</param>
    /// <param name="labels">Labels.</param>
    /// <param name="dropout">Probability, 0 to below 1.</param>
    public FusionHead(int features, int hidden, int labels, double dropout)
    {
        _dropout = dropout;
        _project = RegisterModule("project", new Linear(features, hidden));
        _norm = RegisterModule("norm", new BatchNorm1d(hidden));
        _linear = RegisterModule("linear", new Linear(hidden, labels));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor features)
    {
        Tensor hidden = Functional.Relu(_norm.Forward(_project.Forward(features)));
        return _linear.Forward(Functional.Dropout(hidden, _dropout, IsTraining));
    }
}
