using Google.Protobuf;

namespace Mien.Training.TensorBoard;

/// <summary>Makes a protobuf message field by field.</summary>
internal static class ProtoMessage
{
    public static ByteString Of(Action<CodedOutputStream> write)
    {
        using MemoryStream bytes = new();
        using (CodedOutputStream output = new(bytes, leaveOpen: true))
            write(output);
        return ByteString.CopyFrom(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
