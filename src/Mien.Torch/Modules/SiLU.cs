namespace Mien.Torch;

/// <summary>x * sigmoid(x), element by element.</summary>
public sealed class SiLU : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Silu(input);
}
