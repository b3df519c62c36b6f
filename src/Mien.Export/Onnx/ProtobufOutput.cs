using Google.Protobuf;

namespace Mien.Export.Onnx;

/// <summary>Writes single protobuf fields: the tag, then the value.</summary>
internal static class ProtobufOutput
{
    public static void Write(this CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    public static void Write(this CodedOutputStream output, int field, float value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    }

    public static void Write(this CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    public static void Write(this CodedOutputStream output, int field, ReadOnlyMemory<byte> value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value)); // "unsafe" only in that it does not copy
    }

    /// <summary>Writes a nested message; it is buffered, since its length comes first.</summary>
    public static void Write(this CodedOutputStream output, int field, Action<CodedOutputStream> content)
    {
        using MemoryStream buffer = new();
        using (CodedOutputStream nested = new(buffer, leaveOpen: true))
            content(nested);
        output.Write(field, buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }
}
