using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Weighs the channels of (N, channels, H, W) by what the whole picture holds (Hu et al. 2018, https://arxiv.org/abs/1709.01507):
/// average, two 1x1 convolutions, sigmoid (a hard one beside ReLU6, as in MobileNetV3, https://arxiv.org/abs/1905.02244).
/// </summary>
internal sealed class SqueezeExcitation : Module<Tensor, Tensor>
{
    private readonly Conv2d _squeeze;
    private readonly Conv2d _excite;
    private readonly EncoderActivation _activation;

    public SqueezeExcitation(int channels, int squeezed, EncoderActivation activation)
    {
        _activation = activation;
        _squeeze = RegisterModule("fc1", new Conv2d(channels, squeezed, 1));
        _excite = RegisterModule("fc2", new Conv2d(squeezed, channels, 1));
        foreach (Conv2d convolution in new[] { _squeeze, _excite })
        {
            Init.KaimingNormal(convolution.Weight, fanOut: true);
            Init.Zeros(convolution.Bias!);
        }
    }

    protected override Tensor ForwardCore(Tensor x)
    {
        Tensor average = Functional.AdaptiveAvgPool2d(x, 1); // (N, channels, 1, 1)
        Tensor squeezed = _squeeze.Forward(average);
        return _activation == EncoderActivation.Relu6
            ? x * Functional.HardSigmoid(_excite.Forward(Functional.Relu6(squeezed)))
            : x * Functional.Sigmoid(_excite.Forward(Functional.Silu(squeezed)));
    }
}
