namespace Mien.Torch;

/// <summary>Means over windows chosen so that (N, C, H, W) gets a given height and width.</summary>
/// <param name="outputSize">Height and width of the output.</param>
public sealed class AdaptiveAvgPool2d(Size2 outputSize) : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AdaptiveAvgPool2d(input, outputSize);
}
