using System.Buffers.Binary;
using System.Text;

namespace Mien.Training.Tests.Support;

/// <summary>Reads TensorBoard's files byte by byte, by the formats' descriptions and with none of the code under test.</summary>
internal static class EventFileReader
{
    public sealed record Value(long Step, string Tag, float Number, byte[] Png);

    /// <summary>The values of a folder's files in the order of their names.</summary>
    public static List<Value> ReadFolder(string folder) =>
        [.. Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal).SelectMany(Read)];

    public static List<Value> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        List<Value> values = [];
        int at = 0;
        for (int record = 0; at < file.Length; record++)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] message = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(message), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            at += 16 + length;

            Dictionary<int, List<object>> made = Fields(message);
            double time = BitConverter.UInt64BitsToDouble((ulong)made[1][0]);
            Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds((long)(time * 1000)), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddSeconds(1));
            Assert.Equal(record == 0, made.ContainsKey(3));
            if (record == 0)
                Assert.Equal("brain.Event:2", Encoding.UTF8.GetString((byte[])made[3][0]));
            else
                values.AddRange(Fields((byte[])made[5][0])[1].Select(value => ReadValue((long)(ulong)made[2][0], (byte[])value)));
        }
        return values;
    }

    /// <summary>CRC-32C bit by bit.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
        }
        return ~crc;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = Checksum(bytes);
        return unchecked((crc >> 15 | crc << 17) + 0xA282EAD8);
    }

    private static Value ReadValue(long step, byte[] message)
    {
        Dictionary<int, List<object>> fields = Fields(message);
        byte[] png = fields.TryGetValue(4, out List<object>? image) ? (byte[])Fields((byte[])image[0])[4][0] : [];
        float number = fields.TryGetValue(2, out List<object>? simple) ? BitConverter.UInt32BitsToSingle((uint)simple[0]) : float.NaN;
        return new Value(step, Encoding.UTF8.GetString((byte[])fields[1][0]), number, png);
    }

    // Protobuf's wire format: numbers as ulong (varint, 64 bits) or uint (32 bits), all else as bytes.
    private static Dictionary<int, List<object>> Fields(byte[] message)
    {
        Dictionary<int, List<object>> fields = [];
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Varint(message, ref at);
            object value;
            switch (key & 7)
            {
                case 0:
                    value = Varint(message, ref at);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at));
                    at += 8;
                    break;
                case 5:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at));
                    at += 4;
                    break;
                default:
                    int length = (int)Varint(message, ref at);
                    value = message[at..(at + length)];
                    at += length;
                    break;
            }
            if (!fields.TryGetValue((int)(key >> 3), out List<object>? all))
                fields[(int)(key >> 3)] = all = [];
            all.Add(value);
        }
        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
