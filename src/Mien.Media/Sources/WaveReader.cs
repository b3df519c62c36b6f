using System.Buffers.Binary;

namespace Mien.Media;

/// <summary>
/// Reads RIFF WAVE files that hold the wanted samples already: mono, at the wanted rate, as whole numbers of 8, 16, 24 or 32 bits
/// or floating-point ones of 32 or 64. Each value is what FFmpeg makes of it, bit for bit.
/// </summary>
internal static class WaveReader
{
    private const int RiffHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const int FormatBytes = 16;
    private const int ExtensibleBytes = 40;
    private const int SubformatAt = 24; // within the chunk "fmt "

    private enum Encoding : ushort
    {
        Pcm = 1,
        Float = 3,
        Extensible = 0xFFFE,
    }

    /// <summary>The samples, full scale -1..1; null for a file of any other form, and one that is cut off or holds something that is no number.</summary>
    public static float[]? TryRead(string path, int sampleRateHz)
    {
        byte[] file;
        try
        {
            using FileStream stream = File.OpenRead(path);
            Span<byte> start = stackalloc byte[RiffHeaderBytes];
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith("RIFF"u8) || !start[8..].SequenceEqual("WAVE"u8))
                return null;
            file = new byte[stream.Length - RiffHeaderBytes];
            stream.ReadExactly(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // whoever reads it next says why
        }
        return Parse(file, sampleRateHz);
    }

    private static float[]? Parse(ReadOnlySpan<byte> chunks, int sampleRateHz)
    {
        (Encoding Encoding, int Bits)? format = null;
        while (chunks.Length >= ChunkHeaderBytes)
        {
            ReadOnlySpan<byte> name = chunks[..4];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            ReadOnlySpan<byte> rest = chunks[ChunkHeaderBytes..];
            if (length > rest.Length)
                return null;
            ReadOnlySpan<byte> content = rest[..(int)length];
            if (name.SequenceEqual("data"u8))
                return format is var (encoding, bits) && content.Length > 0 && content.Length % (bits / 8) == 0 ? Decode(content, encoding, bits) : null;
            if (name.SequenceEqual("fmt "u8) && (format = ReadFormat(content, sampleRateHz)) is null)
                return null;
            chunks = rest[(int)Math.Min(rest.Length, length + length % 2)..];
        }
        return null;
    }

    private static (Encoding, int)? ReadFormat(ReadOnlySpan<byte> format, int sampleRateHz)
    {
        if (format.Length < FormatBytes)
            return null;
        Encoding encoding = (Encoding)BinaryPrimitives.ReadUInt16LittleEndian(format);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (encoding == Encoding.Extensible)
        {
            // The valid bits of a sample may be fewer than are stored; then FFmpeg is asked.
            if (format.Length < ExtensibleBytes || BinaryPrimitives.ReadUInt16LittleEndian(format[18..]) != bits)
                return null;
            encoding = (Encoding)BinaryPrimitives.ReadUInt16LittleEndian(format[SubformatAt..]);
        }
        bool isKnown = encoding switch
        {
            Encoding.Pcm => bits is 8 or 16 or 24 or 32,
            Encoding.Float => bits is 32 or 64,
            _ => false,
        };
        return isKnown && channels == 1 && BinaryPrimitives.ReadUInt16LittleEndian(format[12..]) == bits / 8 && BinaryPrimitives.ReadUInt32LittleEndian(format[4..]) == sampleRateHz
            ? (encoding, bits)
            : null;
    }

    private static float[]? Decode(ReadOnlySpan<byte> data, Encoding encoding, int bits)
    {
        const float Full8 = 1 << 7, Full16 = 1 << 15, Full24 = 1 << 23, Full32 = 1U << 31;
        int size = bits / 8;
        float[] samples = new float[data.Length / size];
        for (int index = 0; index < samples.Length; index++)
        {
            ReadOnlySpan<byte> value = data.Slice(index * size, size);
            samples[index] = (encoding, bits) switch
            {
                (Encoding.Float, 32) => BinaryPrimitives.ReadSingleLittleEndian(value),
                (Encoding.Float, _) => (float)BinaryPrimitives.ReadDoubleLittleEndian(value),
                (_, 8) => (value[0] - 128) / Full8,
                (_, 16) => BinaryPrimitives.ReadInt16LittleEndian(value) / Full16,
                (_, 24) => ((sbyte)value[2] * 65536 + value[1] * 256 + value[0]) / Full24,
                _ => BinaryPrimitives.ReadInt32LittleEndian(value) / Full32,
            };
        }
        return samples.All(float.IsFinite) ? samples : null;
    }
}
