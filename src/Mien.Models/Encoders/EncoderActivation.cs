namespace Mien.Models;

/// <summary>What an <see cref="EfficientNet"/> applies after its convolutions and in its squeeze-and-excitation.</summary>
public enum EncoderActivation
{
    /// <summary>x * sigmoid(x), the published network's.</summary>
    Silu,

    /// <summary>
    /// min(max(x, 0), 6), and a hard sigmoid for the gates of squeeze-and-excitation: in integers both cost nothing, as a range from zero
    /// to six or one is all they take, and no value is so large that the others are lost beside it; in floats runtimes join them to the
    /// convolution. Published weights do not fit.
    /// </summary>
    Relu6,
}
