using System.Buffers.Binary;
using System.Numerics;

namespace Mien.Training.TensorBoard;

/// <summary>
/// TensorFlow's record format: length (8 bytes, little-endian), its masked CRC-32C (4), the data, their masked CRC-32C (4).
/// </summary>
public static class EventRecord
{
    private const int LengthBytes = sizeof(ulong), ChecksumBytes = sizeof(uint), HeaderBytes = LengthBytes + ChecksumBytes;
    private const uint MaskDelta = 0xA282EAD8;

    // Longer ones than any that is written mean that a file is damaged.
    private const ulong LongestData = 1 << 28;

    /// <summary>The record of some data.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        byte[] record = new byte[HeaderBytes + data.Length + ChecksumBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(LengthBytes), Masked(record.AsSpan(0, LengthBytes)));
        data.CopyTo(record.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderBytes + data.Length), Masked(data));
        return record;
    }

    /// <summary>Reads the next record's data; null at the end, and where what follows is no whole, sound record.</summary>
    public static byte[]? Read(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(header[LengthBytes..]) != Masked(header[..LengthBytes]))
            return null;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        if (length > LongestData || length > (ulong)(stream.Length - stream.Position))
            return null;
        byte[] data = new byte[length];
        stream.ReadExactly(data);
        Span<byte> checksum = stackalloc byte[ChecksumBytes];
        bool isWhole = stream.ReadAtLeast(checksum, ChecksumBytes, throwOnEndOfStream: false) == ChecksumBytes;
        return isWhole && BinaryPrimitives.ReadUInt32LittleEndian(checksum) == Masked(data) ? data : null;
    }

    /// <summary>CRC-32C (Castagnoli) of some bytes.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    // Checksums of data that hold checksums are weak, so the format turns and shifts them.
    private static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Checksum(bytes), 15) + MaskDelta;
}
