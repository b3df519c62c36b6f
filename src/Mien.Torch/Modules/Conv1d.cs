namespace Mien.Torch;

/// <summary>Convolution over time, (N, In, L) to (N, Out, L'); state: weight, bias. Initialised as PyTorch does.</summary>
public sealed class Conv1d : Module<Tensor, Tensor>
{
    private readonly long _stride;
    private readonly long _padding;
    private readonly long _dilation;
    private readonly long _groups;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Length of the kernel.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Zeros added at both ends.</param>
    /// <param name="dilation">Distance between the kernel's elements.</param>
    /// <param name="groups">Parts into which the channels are divided.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public Conv1d(long inChannels, long outChannels, long kernelSize, long stride = 1, long padding = 0, long dilation = 1, long groups = 1, bool bias = true)
    {
        (_stride, _padding, _dilation, _groups) = (stride, padding, dilation, groups);
        Weight = RegisterParameter("weight", Tensor.Empty([outChannels, inChannels / groups, kernelSize]));
        Bias = bias ? RegisterParameter("bias", Tensor.Empty([outChannels])) : null;
        Init.ResetLinear(Weight, Bias);
    }

    /// <summary>(Out, In / groups, K).</summary>
    public Tensor Weight { get; }

    /// <summary>(Out), or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Conv1d(input, Weight, Bias, _stride, _padding, _dilation, _groups);
}
