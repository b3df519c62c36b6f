using System.Text;
using Google.Protobuf;

namespace Mien.Export.Onnx;

/// <summary>One field of a protobuf message, not yet interpreted.</summary>
internal sealed record ProtobufField(int Number, ulong Bits, byte[] Bytes)
{
    public long Integer => (long)Bits;

    public float Single => BitConverter.UInt32BitsToSingle((uint)Bits);

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>All fields of a message in their order in the file.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no protobuf message.</exception>
    public static IReadOnlyList<ProtobufField> ReadAll(byte[] message)
    {
        List<ProtobufField> fields = [];
        using CodedInputStream input = new(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            int number = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    fields.Add(new ProtobufField(number, input.ReadUInt64(), []));
                    break;
                case WireFormat.WireType.Fixed32:
                    fields.Add(new ProtobufField(number, input.ReadFixed32(), []));
                    break;
                case WireFormat.WireType.LengthDelimited:
                    fields.Add(new ProtobufField(number, 0, input.ReadBytes().ToByteArray()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
        return fields;
    }
}
