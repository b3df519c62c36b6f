namespace Mien.Core;

/// <summary>The sizes of pictures and film frames that are read; the same for every way in.</summary>
public static class PictureSize
{
    /// <summary>Least width and height in pixels: a face is not seen in fewer.</summary>
    public const int MinimumSide = 16;

    /// <summary>Most pixels: above every camera's, and 300 MB of memory once decoded.</summary>
    public const long MaximumPixels = 100_000_000;

    /// <summary>Whether a picture is too small.</summary>
    public static bool IsTooSmall(long width, long height) => width < MinimumSide || height < MinimumSide;

    /// <summary>Whether a picture is too large.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels, above 0.</param>
    public static bool IsTooLarge(long width, long height) => width > MaximumPixels / height;
}
