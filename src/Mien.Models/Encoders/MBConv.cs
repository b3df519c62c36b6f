using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Inverted residual block with squeeze-and-excitation, (N, inputs, H, W) to (N, outputs, H / stride, W / stride), rounded up:
/// expand (1x1), depthwise, weigh channels, project (1x1). Keys are <c>block.0</c> on; a block that does not expand lacks the first.
/// </summary>
internal sealed class MBConv : Module<Tensor, Tensor>
{
    private readonly Sequential _block;
    private readonly StochasticDepth? _residualDrop;

    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="expansion">Factor to the hidden channels.</param>
    /// <param name="kernel">Side of the depthwise kernel.</param>
    /// <param name="stride">Stride of the depthwise convolution.</param>
    /// <param name="activation">What follows its convolutions but the last.</param>
    /// <param name="dropProbability">Probability of stochastic depth on the residual branch.</param>
    public MBConv(int inputs, int outputs, int expansion, int kernel, int stride, EncoderActivation activation, double dropProbability)
    {
        int hidden = EfficientNetScaling.MakeDivisible(inputs * expansion);
        _block = RegisterModule("block", new Sequential());
        if (hidden != inputs)
            _block.Add(new ConvNormActivation(inputs, hidden, kernel: 1, activation: activation));
        _block.Add(new ConvNormActivation(hidden, hidden, kernel, stride, depthwise: true, activation: activation));
        _block.Add(new SqueezeExcitation(hidden, Math.Max(1, inputs / 4), activation));
        _block.Add(new ConvNormActivation(hidden, outputs, kernel: 1));
        if (stride == 1 && inputs == outputs)
            _residualDrop = RegisterModule("stochastic_depth", new StochasticDepth(dropProbability));
    }

    protected override Tensor ForwardCore(Tensor x)
    {
        Tensor branch = _block.Forward(x);
        return _residualDrop is null ? branch : _residualDrop.Forward(branch) + x;
    }
}
