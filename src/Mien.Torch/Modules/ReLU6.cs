namespace Mien.Torch;

/// <summary>min(max(x, 0), 6), element by element.</summary>
public sealed class ReLU6 : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Relu6(input);
}
