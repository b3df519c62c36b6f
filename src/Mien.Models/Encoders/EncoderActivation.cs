namespace Mien.Models;

/// <summary>What an <see cref="EfficientNet"/> applies after its convolutions and in its squeeze-and-excitation.</summary>
public enum EncoderActivation
{
    /// <summary>x * sigmoid(x), the published network's.</summary>
    Silu,

    /// <summary>
    /// max(0, x), and a hard sigmoid for the gates of squeeze-and-excitation: in integers both cost nothing, as a range that begins at zero
    /// and ends at one is all they take; in floats runtimes join them to the convolution. Published weights do not fit.
    /// </summary>
    Relu,
}
