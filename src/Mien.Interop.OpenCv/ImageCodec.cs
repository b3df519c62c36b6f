using Mien.Core;

namespace Mien.Interop.OpenCv;

/// <summary>Reads and writes picture files.</summary>
public static unsafe class ImageCodec
{
    private const long MaximumFileBytes = 512 << 20;
    // A progressive JPEG is decoded once for each of its scans, of which a small file can hold thousands; encoders write about ten.
    private const int MostScans = 64;
    private const int JpegFormat = 0;
    private const int PngFormat = 1;

    /// <summary>Decodes a picture file and turns it upright as its EXIF orientation says.</summary>
    /// <param name="path">A JPEG, PNG, BMP, WebP or TIFF file.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="UserErrorException">The file is missing, unreadable, no picture, damaged, or of a size out of bounds.</exception>
    public static VideoFrame DecodeFile(string path)
    {
        byte[] bytes;
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
                throw new UserErrorException($"The picture {path} does not exist; check the path.");
            if (file.Length > MaximumFileBytes)
                throw new UserErrorException($"The picture {path} has {file.Length >> 20} MB; at most {MaximumFileBytes >> 20} MB are read.");
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The picture {path} cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
        return Decode(bytes, path);
    }

    /// <summary>Decodes a picture and turns it upright as its EXIF orientation says.</summary>
    /// <param name="bytes">The content of a JPEG, PNG, BMP, WebP or TIFF file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="index">Number of the frame in its stream.</param>
    /// <param name="time">The frame's time.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="UserErrorException">The bytes are no picture, damaged, or of a size out of bounds.</exception>
    public static VideoFrame Decode(ReadOnlySpan<byte> bytes, string name, long index = 0, MediaTime time = default)
    {
        ImageHeader header = ImageHeader.Read(bytes)
            ?? throw new UserErrorException(bytes.IsEmpty
                ? $"The picture {name} is empty (0 bytes)."
                : $"{name} is not a JPEG, PNG, BMP, WebP or TIFF picture.");
        if (PictureSize.IsTooSmall(header.Width, header.Height))
            throw new UserErrorException($"The picture {name} has {header.Width} x {header.Height} pixels; at least {PictureSize.MinimumSide} x {PictureSize.MinimumSide} are needed.");
        if (PictureSize.IsTooLarge(header.Width, header.Height))
            throw new UserErrorException($"The picture {name} has {header.Width} x {header.Height} pixels; at most {PictureSize.MaximumPixels / 1_000_000} million are read, so make it smaller first.");
        if (header.Format == ImageFormat.Jpeg && bytes.Count((ReadOnlySpan<byte>)[0xff, 0xda]) > MostScans)
            throw new UserErrorException($"The picture {name} has more than {MostScans} scans, which no program writes; save it again.");
        try
        {
            nint image;
            int width, height;
            fixed (byte* file = bytes)
                NativeMethods.Check(NativeMethods.ImageDecode(file, bytes.Length, &image, &width, &height));
            using DecodedImageHandle decoded = new(image);
            VideoFrame frame = new(width, height, index, time);
            Span<byte> pixels = frame.Rgb.Span;
            fixed (byte* rgb = pixels)
                NativeMethods.Check(NativeMethods.ImageRead(decoded, rgb, pixels.Length));
            return frame;
        }
        catch (NativeException error)
        {
            throw new UserErrorException($"The picture {name} is damaged and cannot be decoded.", error);
        }
    }

    /// <summary>Encodes a frame as a JPEG file.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="quality">1 (small) to 100 (good).</param>
    public static byte[] EncodeJpeg(VideoFrame frame, int quality = 85)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(frame.Rgb.Span, frame.Width, frame.Height, JpegFormat, quality);
    }

    /// <summary>Encodes a frame as a PNG file, without loss.</summary>
    public static byte[] EncodePng(VideoFrame frame) => Encode(frame.Rgb.Span, frame.Width, frame.Height, PngFormat, 0);

    private static byte[] Encode(ReadOnlySpan<byte> rgb, int width, int height, int format, int quality)
    {
        nint file;
        byte* bytes;
        long length;
        fixed (byte* pixels = rgb)
            NativeMethods.Check(NativeMethods.ImageEncode(pixels, width, height, format, quality, &file, &bytes, &length));
        using EncodedFileHandle owner = new(file);
        return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
    }
}
