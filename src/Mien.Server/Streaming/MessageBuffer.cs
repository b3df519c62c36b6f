using System.Buffers;

namespace Mien.Server.Streaming;

/// <summary>Memory for one message at a time, grown to what messages need and no further than they may.</summary>
/// <param name="most">The largest message in bytes.</param>
internal sealed class MessageBuffer(int most) : IDisposable
{
    private const int FirstSize = 1 << 14;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    /// <summary>What was received of the message.</summary>
    public ReadOnlyMemory<byte> Message => _bytes.AsMemory(0, _length);

    /// <summary>Begins the next message.</summary>
    public void Clear() => _length = 0;

    /// <summary>Room for more of the message, at least a byte.</summary>
    /// <exception cref="StreamClosure">The message is too large.</exception>
    public Memory<byte> Room()
    {
        if (_length > most)
            throw StreamClosure.TooBig(most);
        if (_length == _bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(2 * _length);
            Message.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        return _bytes.AsMemory(_length);
    }

    /// <summary>Counts what was received into <see cref="Room"/>.</summary>
    /// <exception cref="StreamClosure">The message is too large.</exception>
    public void Advance(int count)
    {
        _length += count;
        if (_length > most)
            throw StreamClosure.TooBig(most);
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
