namespace Mien.Torch;

/// <summary>Hyperbolic tangent, element by element.</summary>
public sealed class Tanh : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Tanh(input);
}
