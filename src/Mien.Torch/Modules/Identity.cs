namespace Mien.Torch;

/// <summary>Gives its input back.</summary>
public sealed class Identity : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input;
}
