using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Convolution without bias (key <c>0</c>), batch norm (key <c>1</c>) and, mostly, SiLU:
/// (N, inputs, H, W) to (N, outputs, H / stride, W / stride), rounded up.
/// </summary>
internal sealed class ConvNormActivation : Sequential
{
    public ConvNormActivation(int inputs, int outputs, int kernel, int stride = 1, int groups = 1, bool activate = true)
    {
        Conv2d convolution = new(inputs, outputs, kernel, stride, padding: (kernel - 1) / 2, groups: groups, bias: false);
        Init.KaimingNormal(convolution.Weight, fanOut: true);
        Add(convolution);
        Add(new BatchNorm2d(outputs));
        if (activate)
            Add(new SiLU());
    }
}
