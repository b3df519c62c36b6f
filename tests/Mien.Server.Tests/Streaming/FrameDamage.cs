using System.Buffers.Binary;

namespace Mien.Server.Tests.Streaming;

/// <summary>Makes pictures and sounds that nobody should send, by a seeded generator.</summary>
/// <param name="random">The generator.</param>
/// <param name="jpeg">A JPEG picture to start from.</param>
internal sealed class FrameDamage(Random random, byte[] jpeg)
{
    private const int Kinds = 12;

    /// <summary>A payload for a frame; now and then a good one.</summary>
    public byte[] Payload() => random.Next(Kinds) switch
    {
        0 => jpeg,
        1 => jpeg[..random.Next(jpeg.Length)],
        2 => Flipped(random.Next(1, 4)),
        3 => Flipped(random.Next(20, 400)),
        4 => Random(random.Next(3000)),
        5 => [0xff, 0xd8, 0xff, .. Random(random.Next(3000))],
        6 => Sized((ushort)random.Next(), (ushort)random.Next()), // a bomb: a small file that says it is large
        7 => [.. jpeg[..^2], .. Enumerable.Repeat<byte[]>([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0], random.Next(2000)).SelectMany(scan => scan), 0xff, 0xd9],
        8 => OtherFormat(),
        9 => [.. jpeg, .. Random(random.Next(5000))],
        10 => Segments(),
        _ => [],
    };

    /// <summary>A chunk of floats, some of which are none.</summary>
    public byte[] Sound()
    {
        byte[] sound = Random(random.Next(2000));
        if (sound.Length >= 4 && random.Next(3) == 0)
            BinaryPrimitives.WriteSingleLittleEndian(sound, random.Next(3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => 1e30f });
        return random.Next(50) == 0 ? new byte[70_000] : sound;
    }

    /// <summary>A time of capture, mostly of no clock.</summary>
    public long Time(long next) => random.Next(6) switch
    {
        0 => -next,
        1 => long.MaxValue,
        2 => long.MinValue,
        3 => random.NextInt64(),
        _ => next,
    };

    public byte[] Random(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Flipped(int count)
    {
        byte[] flipped = [.. jpeg];
        for (int i = 0; i < count; i++)
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private byte[] Sized(ushort width, ushort height)
    {
        byte[] sized = [.. jpeg];
        int frame = sized.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        BinaryPrimitives.WriteUInt16BigEndian(sized.AsSpan(frame + 5), height);
        BinaryPrimitives.WriteUInt16BigEndian(sized.AsSpan(frame + 7), width);
        return sized;
    }

    // Pictures of other formats, with sizes that would take gigabytes.
    private byte[] OtherFormat()
    {
        byte[] picture = Random(200);
        byte[] start = random.Next(4) switch
        {
            0 => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff],
            1 => [.. "BM"u8],
            2 => [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8],
            _ => [.. "II*\0"u8, 8, 0, 0, 0, 255, 255],
        };
        start.CopyTo(picture, 0);
        return picture;
    }

    // Segments whose lengths lie, and that never come to a picture.
    private byte[] Segments()
    {
        List<byte> bytes = [0xff, 0xd8];
        for (int i = random.Next(200); i > 0; i--)
            bytes.AddRange([0xff, (byte)random.Next(0xc0, 0xff), (byte)random.Next(256), (byte)random.Next(256)]);
        return [.. bytes];
    }
}
