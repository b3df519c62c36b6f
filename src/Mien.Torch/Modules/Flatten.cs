namespace Mien.Torch;

/// <summary>Joins the dimensions from the second on, (N, ...) to (N, K).</summary>
public sealed class Flatten : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Flatten(1);
}
