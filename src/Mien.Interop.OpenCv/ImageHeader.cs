using System.Buffers.Binary;

namespace Mien.Interop.OpenCv;

/// <summary>What the first bytes of a picture file say, read without decoding, so that absurd sizes are refused before memory is taken.</summary>
/// <param name="Format">The file's format.</param>
/// <param name="Width">Stored width in pixels, before any EXIF rotation.</param>
/// <param name="Height">Stored height in pixels, before any EXIF rotation.</param>
public readonly record struct ImageHeader(ImageFormat Format, long Width, long Height)
{
    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The file.</param>
    /// <returns>The header, or null where the bytes are none of the known formats or end too early.</returns>
    public static ImageHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xff, 0xd8, 0xff, ..])
            return ReadJpeg(bytes);
        if (bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', ..])
            return bytes.Length >= 24 ? new(ImageFormat.Png, BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..])) : null;
        if (bytes.StartsWith("BM"u8))
            return ReadBmp(bytes);
        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 30 && bytes[8..].StartsWith("WEBP"u8))
            return ReadWebP(bytes);
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8))
            return ReadTiff(bytes);
        return null;
    }

    // ITU-T T.81 annex B: segments of a marker and a big-endian length; the frame header (SOF) holds the size.
    private static ImageHeader? ReadJpeg(ReadOnlySpan<byte> bytes)
    {
        int at = 2;
        while (at + 9 <= bytes.Length)
        {
            if (bytes[at] != 0xff)
                return null;
            byte marker = bytes[at + 1];
            if (marker == 0xff)
            {
                at++; // A fill byte.
                continue;
            }
            bool startOfFrame = marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);
            if (startOfFrame)
                return new(ImageFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            bool standsAlone = marker is 0x01 or (>= 0xd0 and <= 0xd7);
            at += standsAlone ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }
        return null;
    }

    private static ImageHeader? ReadBmp(ReadOnlySpan<byte> bytes)
    {
        const int oldHeaderSize = 12;
        if (bytes.Length < 26)
            return null;
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]) == oldHeaderSize)
            return new(ImageFormat.Bmp, BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..]));
        // A negative height says that the rows run from top to bottom.
        return new(ImageFormat.Bmp, BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(bytes[22..])));
    }

    // Google's WebP container and bit stream: VP8X (canvas size less one, 24 bits), VP8L (14 bits each), VP8 (key frame header).
    private static ImageHeader? ReadWebP(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> chunk = bytes[12..];
        if (chunk.StartsWith("VP8X"u8))
            return new(ImageFormat.WebP, 1 + ReadUInt24(bytes[24..]), 1 + ReadUInt24(bytes[27..]));
        if (chunk.StartsWith("VP8L"u8))
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
            return new(ImageFormat.WebP, 1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
        }
        if (chunk.StartsWith("VP8 "u8))
            return new(ImageFormat.WebP, BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3fff, BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3fff);
        return null;
    }

    private static long ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;

    // TIFF 6.0: the first directory's entries 256 (ImageWidth) and 257 (ImageLength), each SHORT (3) or LONG (4).
    private static ImageHeader? ReadTiff(ReadOnlySpan<byte> bytes)
    {
        bool bigEndian = bytes[0] == (byte)'M';
        if (bytes.Length < 8)
            return null;
        long directory = Integer(bytes[4..], 4, bigEndian);
        if (directory + 2 > bytes.Length)
            return null;
        long? width = null, height = null;
        long entries = Integer(bytes[(int)directory..], 2, bigEndian);
        for (long entry = 0; entry < entries; entry++)
        {
            long at = directory + 2 + 12 * entry;
            if (at + 12 > bytes.Length)
                return null;
            ReadOnlySpan<byte> fields = bytes[(int)at..];
            long tag = Integer(fields, 2, bigEndian);
            long value = Integer(fields[8..], Integer(fields[2..], 2, bigEndian) == 3 ? 2 : 4, bigEndian);
            if (tag == 256)
                width = value;
            else if (tag == 257)
                height = value;
        }
        return width is { } w && height is { } h ? new(ImageFormat.Tiff, w, h) : null;
    }

    private static long Integer(ReadOnlySpan<byte> bytes, int size, bool bigEndian) => (size, bigEndian) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
    };
}
