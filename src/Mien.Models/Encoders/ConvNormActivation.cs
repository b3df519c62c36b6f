using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Convolution without bias (key <c>0</c>), batch norm (key <c>1</c>) and, mostly, an activation:
/// (N, inputs, H, W) to (N, outputs, H / stride, W / stride), rounded up.
/// </summary>
internal sealed class ConvNormActivation : Sequential
{
    public ConvNormActivation(int inputs, int outputs, int kernel, int stride = 1, bool depthwise = false, EncoderActivation? activation = null)
    {
        Add(depthwise ? new DepthwiseConv2d(outputs, kernel, stride) : Dense(inputs, outputs, kernel, stride));
        Add(new BatchNorm2d(outputs));
        if (activation is { } kind)
            Add(Activate(kind));
    }

    private static Module<Tensor, Tensor> Activate(EncoderActivation kind) => kind == EncoderActivation.Relu6 ? new ReLU6() : new SiLU();

    private static Conv2d Dense(int inputs, int outputs, int kernel, int stride)
    {
        Conv2d convolution = new(inputs, outputs, kernel, stride, padding: (kernel - 1) / 2, bias: false);
        Init.KaimingNormal(convolution.Weight, fanOut: true);
        return convolution;
    }
}
