namespace Mien.Core;

/// <summary>How the pixels of a picture lie in memory, 8 bits a channel, in the order that the name says.</summary>
public enum PixelLayout
{
    /// <summary>Red, green, blue: 3 bytes a pixel.</summary>
    Rgb,

    /// <summary>Blue, green, red: 3 bytes a pixel; OpenCV's and many cameras' order.</summary>
    Bgr,

    /// <summary>Red, green, blue and a byte that is passed over: 4 bytes a pixel.</summary>
    Rgba,

    /// <summary>Blue, green, red and a byte that is passed over: 4 bytes a pixel; the order of Windows' bitmaps.</summary>
    Bgra,

    /// <summary>Brightness alone: 1 byte a pixel.</summary>
    Gray,
}
