using System.Buffers.Binary;

namespace Mien.Server.Streaming;

/// <summary>The first bytes of a binary message.</summary>
/// <param name="Kind">What follows.</param>
/// <param name="Sequence">Number of the message among those of its stream, from 0.</param>
/// <param name="Microseconds">Time of capture on the client's clock.</param>
internal readonly record struct StreamHeader(StreamKind Kind, uint Sequence, long Microseconds)
{
    /// <summary>Bytes of a header.</summary>
    public const int Length = 16;

    /// <summary>Capture times beyond are no times of any clock: thirty years.</summary>
    public const long LatestMicroseconds = 1_000_000_000_000_000;

    /// <summary>Reads a header.</summary>
    /// <exception cref="StreamClosure">There is none.</exception>
    public static StreamHeader Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < Length)
            throw StreamClosure.Protocol($"A binary message has {message.Length} bytes, fewer than the {Length} of its header.");
        StreamKind kind = (StreamKind)message[0];
        if (!Enum.IsDefined(kind))
            throw StreamClosure.Protocol($"A binary message is of the unknown kind {message[0]}.");
        if (message[1] != 0 || message[2] != 0 || message[3] != 0)
            throw StreamClosure.Protocol("Bytes 1 to 3 of a binary message must be 0.");
        return new StreamHeader(kind, BinaryPrimitives.ReadUInt32LittleEndian(message[4..]), BinaryPrimitives.ReadInt64LittleEndian(message[8..]));
    }

    /// <summary>Whether the time can be one.</summary>
    public bool HasTime => Microseconds is >= 0 and <= LatestMicroseconds;
}
