namespace Mien.Interop.OpenCv;

/// <summary>The picture file formats that can be read.</summary>
public enum ImageFormat
{
    /// <summary>JPEG (JFIF or EXIF).</summary>
    Jpeg,

    /// <summary>Portable Network Graphics.</summary>
    Png,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>WebP: lossy, lossless or extended.</summary>
    WebP,

    /// <summary>TIFF, either byte order.</summary>
    Tiff,
}
