using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// A depthwise and a pointwise 3 x 3 convolution, each with batch norm and ReLU (Howard et al., "MobileNets", 2017):
/// (N, inputs, H, W) to (N, outputs, H / stride, W / stride), rounded up.
/// </summary>
internal sealed class SeparableConv2d : Sequential
{
    public SeparableConv2d(int inputs, int outputs, int stride = 1)
    {
        Add(new DepthwiseConv2d(inputs, 3, stride));
        Add(new BatchNorm2d(inputs));
        Add(new ReLU());
        Conv2d pointwise = new(inputs, outputs, 1, bias: false);
        Init.KaimingNormal(pointwise.Weight, fanOut: true);
        Add(pointwise);
        Add(new BatchNorm2d(outputs));
        Add(new ReLU());
    }
}
