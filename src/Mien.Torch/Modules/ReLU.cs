namespace Mien.Torch;

/// <summary>max(x, 0), element by element.</summary>
public sealed class ReLU : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Relu(input);
}
