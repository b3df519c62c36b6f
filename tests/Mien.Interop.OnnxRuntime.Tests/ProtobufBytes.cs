using System.Text;

namespace Mien.Interop.OnnxRuntime.Tests;

/// <summary>Writes protobuf's wire format: enough to make an ONNX file by hand.</summary>
internal sealed class ProtobufBytes
{
    private readonly MemoryStream _stream = new();

    public byte[] ToArray() => _stream.ToArray();

    public ProtobufBytes Integer(int field, long value)
    {
        Varint((ulong)(field << 3));
        Varint((ulong)value);
        return this;
    }

    public ProtobufBytes Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufBytes Message(int field, ProtobufBytes message) => Bytes(field, message.ToArray());

    public ProtobufBytes Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)(field << 3 | 2));
        Varint((ulong)value.Length);
        _stream.Write(value);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _stream.WriteByte((byte)(value | 0x80));
        _stream.WriteByte((byte)value);
    }
}
