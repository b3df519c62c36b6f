using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Inference;

/// <summary>Pictures for <see cref="EmotionSession.Analyze(VideoFrame, CancellationToken)"/>; the caller disposes them.</summary>
public static class Picture
{
    /// <summary>Reads a picture file and turns it upright as its EXIF orientation says.</summary>
    /// <param name="path">A JPEG, PNG, BMP, WebP or TIFF file.</param>
    /// <exception cref="UserErrorException">The file is missing, unreadable, no picture, damaged, or of a size out of bounds (16 x 16 to 100 million pixels).</exception>
    public static VideoFrame Load(string path) => ImageCodec.DecodeFile(path);

    /// <summary>Decodes the content of a picture file, for example one that was uploaded, and turns it upright as its EXIF orientation says.</summary>
    /// <param name="file">The bytes of a JPEG, PNG, BMP, WebP or TIFF file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="UserErrorException">The bytes are no picture, damaged, or of a size out of bounds (16 x 16 to 100 million pixels).</exception>
    public static VideoFrame Decode(ReadOnlySpan<byte> file, string name = "in memory") => ImageCodec.Decode(file, name);

    /// <inheritdoc cref="VideoFrame.FromPixels"/>
    public static VideoFrame FromPixels(ReadOnlySpan<byte> pixels, int width, int height, PixelLayout layout = PixelLayout.Rgb, int stride = 0) =>
        VideoFrame.FromPixels(pixels, width, height, layout, stride);
}
