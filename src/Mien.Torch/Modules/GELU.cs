namespace Mien.Torch;

/// <summary>x * Phi(x), Phi the normal distribution function, element by element.</summary>
public sealed class GELU : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Gelu(input);
}
