namespace Mien.Torch;

/// <summary>1 / (1 + exp(-x)), element by element.</summary>
public sealed class Sigmoid : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Sigmoid(input);
}
