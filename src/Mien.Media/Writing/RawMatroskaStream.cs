using System.Buffers.Binary;
using System.Text;

namespace Mien.Media;

/// <summary>
/// Writes uncompressed RGB frames with their times as a Matroska stream (RFC 9559, EBML: RFC 8794), the simplest container
/// that gives FFmpeg both through a pipe. Time stamps count microseconds; every frame is a cluster of its own.
/// </summary>
internal sealed class RawMatroskaStream(Stream output)
{
    private const long MicrosecondInNanoseconds = 1000;
    private static readonly byte[] s_unknownSize = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    /// <summary>Writes what comes before the first frame.</summary>
    public async Task WriteHeaderAsync(int width, int height, CancellationToken cancellation)
    {
        byte[] ebml = Element(0x1A45DFA3, [.. Element(0x4282, Encoding.ASCII.GetBytes("matroska")), .. Number(0x4287, 4), .. Number(0x4285, 2)]);
        byte[] info = Element(0x1549A966, [.. Number(0x2AD7B1, MicrosecondInNanoseconds), .. Element(0x4D80, "mien"u8), .. Element(0x5741, "mien"u8)]);
        // "RGB" and 24 bits: FFmpeg's tag of packed red, green, blue.
        byte[] video = Element(0xE0, [.. Number(0xB0, width), .. Number(0xBA, height), .. Element(0x2EB524, [(byte)'R', (byte)'G', (byte)'B', 24])]);
        byte[] track = Element(0xAE, [.. Number(0xD7, 1), .. Number(0x73C5, 1), .. Number(0x83, 1), .. Number(0x9C, 0), .. Element(0x86, "V_UNCOMPRESSED"u8), .. video]);
        byte[] segment = [.. Id(0x18538067), .. s_unknownSize, .. info, .. Element(0x1654AE6B, track)];
        await output.WriteAsync(ebml, cancellation);
        await output.WriteAsync(segment, cancellation);
    }

    /// <summary>Writes one frame.</summary>
    /// <param name="microseconds">Its time, at least 0.</param>
    /// <param name="rgb">Its pixels.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task WriteFrameAsync(long microseconds, ReadOnlyMemory<byte> rgb, CancellationToken cancellation)
    {
        byte[] time = Number(0xE7, microseconds);
        // Track 1, no offset to the cluster's time, a key frame.
        byte[] blockHeader = [0x81, 0, 0, 0x80];
        byte[] block = [.. Id(0xA3), .. Size(blockHeader.Length + rgb.Length), .. blockHeader];
        byte[] cluster = [.. Id(0x1F43B675), .. Size(time.Length + block.Length + rgb.Length), .. time, .. block];
        await output.WriteAsync(cluster, cancellation);
        await output.WriteAsync(rgb, cancellation);
    }

    private static byte[] Element(uint id, ReadOnlySpan<byte> content) => [.. Id(id), .. Size(content.Length), .. content];

    private static byte[] Number(uint id, long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return Element(id, bytes);
    }

    private static byte[] Id(uint id)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        return [.. bytes.SkipWhile(value => value == 0)];
    }

    // Eight bytes hold every size: the marker bit, then 56 bits.
    private static byte[] Size(long size)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, size);
        bytes[0] = 0x01;
        return bytes;
    }
}
