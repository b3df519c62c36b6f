namespace Mien.Vision;

/// <summary>How a frame lies in YuNet's input: shrunk to (Width, Height) in its top left corner, the rest black.</summary>
/// <param name="FrameWidth">Width of the frame.</param>
/// <param name="FrameHeight">Height of the frame.</param>
/// <param name="Width">Width of the shrunk frame.</param>
/// <param name="Height">Height of the shrunk frame.</param>
/// <param name="InputWidth">Width of the network's input, a multiple of 32.</param>
/// <param name="InputHeight">Height of the network's input, a multiple of 32.</param>
internal readonly record struct YuNetInputSize(int FrameWidth, int FrameHeight, int Width, int Height, int InputWidth, int InputHeight)
{
    /// <summary>Frame pixels for one input pixel, across.</summary>
    public float FrameScaleX => (float)FrameWidth / Width;

    /// <summary>Frame pixels for one input pixel, down.</summary>
    public float FrameScaleY => (float)FrameHeight / Height;
}
