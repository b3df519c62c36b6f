namespace Mien.Torch;

/// <summary>Greatest element of each window of (N, C, H, W).</summary>
/// <param name="kernelSize">Size of the window.</param>
/// <param name="stride">Step; null means the window's size.</param>
/// <param name="padding">Added on each side, never the greatest.</param>
public sealed class MaxPool2d(Size2 kernelSize, Size2? stride = null, Size2 padding = default) : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.MaxPool2d(input, kernelSize, stride, padding);
}
