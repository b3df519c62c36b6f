namespace Mien.Torch;

/// <summary>Mean of each window of (N, C, H, W).</summary>
/// <param name="kernelSize">Size of the window.</param>
/// <param name="stride">Step; null means the window's size.</param>
/// <param name="padding">Zeros added on each side.</param>
public sealed class AvgPool2d(Size2 kernelSize, Size2? stride = null, Size2 padding = default) : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AvgPool2d(input, kernelSize, stride, padding);
}
