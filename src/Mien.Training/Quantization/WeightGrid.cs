namespace Mien.Training.Quantization;

/// <summary>The integers that weights become: signed, symmetric around zero, with a scale for each output channel.</summary>
public static class WeightGrid
{
    /// <summary>Largest integer where a processor multiplies in pairs: 2 * 255 * 64 is the most that the 16 bits of x86's VPMADDUBSW hold, which saturates beyond.</summary>
    public const int PairLimit = 64;

    /// <summary>Largest integer of weights whose products are summed in 32 bits: those of depthwise convolutions.</summary>
    public const int FullLimit = 127;

    /// <summary>Below this a matrix product takes less time in floats than bringing its input to integers.</summary>
    public const int SmallestMatrix = 1024;

    /// <summary>Scales are stored as 16-bit floats in this unit, which keeps them down to 6e-8 within the normal ones.</summary>
    public const float ScaleUnit = 1f / 1024;

    /// <summary>The scale of a channel: the smallest that can be stored and whose largest integer reaches the channel's largest weight.</summary>
    /// <param name="largest">Greatest absolute value of the channel's weights.</param>
    /// <param name="limit">Largest integer.</param>
    public static float Scale(float largest, int limit)
    {
        float scale = largest / limit;
        Half stored = (Half)Math.Max(scale / ScaleUnit, 6.2e-5f); // the smallest normal number
        while ((float)stored * ScaleUnit < scale)
            stored = Half.BitIncrement(stored);
        return (float)stored * ScaleUnit;
    }

    /// <summary>Largest integer that a convolution's weights may have.</summary>
    /// <param name="shape">(Out, In / groups, KH, KW).</param>
    /// <param name="groups">Parts into which its channels are divided.</param>
    public static int ConvolutionLimit(IReadOnlyList<long> shape, long groups) => shape[1] == 1 && groups == shape[0] && shape[0] > 1 ? FullLimit : PairLimit;
}
