namespace Mien.Torch;

/// <summary>Convolution over pictures, (N, In, H, W) to (N, Out, H', W'); state: weight, bias. Initialised as PyTorch does.</summary>
public sealed class Conv2d : Module<Tensor, Tensor>
{
    private readonly Size2 _stride;
    private readonly Size2 _padding;
    private readonly Size2 _dilation;
    private readonly long _groups;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Size of the kernel.</param>
    /// <param name="stride">Step of the kernel; default means 1.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="dilation">Distance between the kernel's elements; default means 1.</param>
    /// <param name="groups">Parts into which the channels are divided; equal to the channels for a depthwise convolution.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public Conv2d(long inChannels, long outChannels, Size2 kernelSize, Size2 stride = default, Size2 padding = default, Size2 dilation = default,
        long groups = 1, bool bias = true)
    {
        (_stride, _padding, _dilation, _groups) = (stride, padding, dilation, groups);
        Weight = RegisterParameter("weight", Tensor.Empty([outChannels, inChannels / groups, kernelSize.Height, kernelSize.Width]));
        Bias = bias ? RegisterParameter("bias", Tensor.Empty([outChannels])) : null;
        Init.ResetLinear(Weight, Bias);
    }

    /// <summary>(Out, In / groups, KH, KW).</summary>
    public Tensor Weight { get; }

    /// <summary>(Out), or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Conv2d(input, Weight, Bias, _stride, _padding, _dilation, _groups);
}
