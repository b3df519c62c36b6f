namespace Mien.Vision;

/// <summary>How a frame lies in a detection network's input: shrunk to (Width, Height) in its top left corner, the rest black.</summary>
/// <param name="FrameWidth">Width of the frame.</param>
/// <param name="FrameHeight">Height of the frame.</param>
/// <param name="Width">Width of the shrunk frame.</param>
/// <param name="Height">Height of the shrunk frame.</param>
/// <param name="InputWidth">Width of the network's input, a multiple of 32.</param>
/// <param name="InputHeight">Height of the network's input, a multiple of 32.</param>
internal readonly record struct DetectorInputSize(int FrameWidth, int FrameHeight, int Width, int Height, int InputWidth, int InputHeight)
{
    private const int Multiple = 32;

    /// <summary>How a frame is put into a network: never enlarged, its aspect kept.</summary>
    /// <param name="frameWidth">Width of the frame.</param>
    /// <param name="frameHeight">Height of the frame.</param>
    /// <param name="longestSide">Longest side of the shrunk frame where the network takes any size.</param>
    /// <param name="fixedWidth">Width of the network's input where it takes only one, else null.</param>
    /// <param name="fixedHeight">Height of the network's input where it takes only one, else null.</param>
    public static DetectorInputSize Of(int frameWidth, int frameHeight, int longestSide, int? fixedWidth = null, int? fixedHeight = null)
    {
        double scale = Math.Min(1, Math.Min((double)(fixedWidth ?? longestSide) / frameWidth, (double)(fixedHeight ?? longestSide) / frameHeight));
        int width = Math.Max(1, (int)Math.Round(frameWidth * scale)), height = Math.Max(1, (int)Math.Round(frameHeight * scale));
        return new DetectorInputSize(frameWidth, frameHeight, width, height, fixedWidth ?? RoundUp(width), fixedHeight ?? RoundUp(height));
    }

    /// <summary>Frame pixels for one input pixel, across.</summary>
    public float FrameScaleX => (float)FrameWidth / Width;

    /// <summary>Frame pixels for one input pixel, down.</summary>
    public float FrameScaleY => (float)FrameHeight / Height;

    private static int RoundUp(int size) => (size + Multiple - 1) / Multiple * Multiple;
}
