using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// 3x3 convolution (key <c>0</c>), batch norm (key <c>1</c>), ReLU, max pool, dropout:
/// (N, inputs, bands, steps) to (N, outputs, bands / 2, steps / poolSteps), rounded down.
/// </summary>
internal sealed class AudioConvBlock : Sequential
{
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="poolSteps">Factor by which time is pooled; frequency is always halved.</param>
    /// <param name="dropout">Probability, 0 to below 1.</param>
    public AudioConvBlock(int inputs, int outputs, int poolSteps, double dropout) : base(
        new Conv2d(inputs, outputs, 3, padding: 1, bias: false),
        new BatchNorm2d(outputs),
        new ReLU(),
        new MaxPool2d((2, poolSteps)),
        new Dropout(dropout))
    {
    }
}
