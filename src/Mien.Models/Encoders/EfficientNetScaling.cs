namespace Mien.Models;

/// <summary>How a variant differs from the base network: compound scaling, Tan and Le 2019, section 3.3.</summary>
/// <param name="Width">Factor on every channel count.</param>
/// <param name="Depth">Factor on every stage's number of blocks.</param>
/// <param name="Dropout">Dropout before the published classifier, 0..1; what a head on this encoder should begin from.</param>
public sealed record EfficientNetScaling(double Width, double Depth, double Dropout)
{
    /// <summary>The published factors of a variant.</summary>
    public static EfficientNetScaling Of(EfficientNetVariant variant) => variant switch
    {
        EfficientNetVariant.B0 => new(1.0, 1.0, 0.2),
        EfficientNetVariant.B1 => new(1.0, 1.1, 0.2),
        EfficientNetVariant.B2 => new(1.1, 1.2, 0.3),
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, "There is no such EfficientNet."),
    };

    /// <summary>Channels of a layer that has <paramref name="channels"/> in the base network.</summary>
    public int Channels(int channels) => MakeDivisible(channels * Width);

    /// <summary>Blocks of a stage that has <paramref name="blocks"/> in the base network.</summary>
    public int Blocks(int blocks) => (int)Math.Ceiling(blocks * Depth);

    /// <summary>The nearest multiple of 8, but never more than a tenth below <paramref name="channels"/>.</summary>
    public static int MakeDivisible(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
