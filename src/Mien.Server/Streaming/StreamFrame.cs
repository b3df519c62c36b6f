using System.Buffers;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Server.Streaming;

/// <summary>A frame as it came in, not yet decoded: frames that are dropped cost no more than their bytes. Whoever holds it last disposes it.</summary>
internal sealed class StreamFrame : IDisposable
{
    private readonly int _length;
    private byte[]? _payload;

    /// <summary>Copies a frame.</summary>
    /// <param name="slot">Its place among the replies.</param>
    /// <param name="header">Its number and time.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="arrival">When it came in, as the clock's time stamp.</param>
    public StreamFrame(ReplySlot slot, StreamHeader header, ReadOnlySpan<byte> payload, long arrival)
    {
        (Slot, Header, Arrival, _length) = (slot, header, arrival, payload.Length);
        _payload = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(_payload);
    }

    public ReplySlot Slot { get; }

    public StreamHeader Header { get; }

    public long Arrival { get; }

    /// <summary>Decodes it.</summary>
    /// <param name="video">What was announced: a picture of another size is refused before memory is taken for it.</param>
    /// <exception cref="UserErrorException">It is not what was announced.</exception>
    public VideoFrame Decode(StreamVideo video)
    {
        ReadOnlySpan<byte> bytes = (_payload ?? throw new ObjectDisposedException(nameof(StreamFrame))).AsSpan(0, _length);
        MediaTime time = new(Header.Microseconds);
        if (!video.IsJpeg)
        {
            VideoFrame pixels = new(video.Width, video.Height, Header.Sequence, time);
            pixels.Fill(bytes);
            return pixels;
        }
        ImageHeader header = ImageHeader.Read(bytes) ?? throw new UserErrorException("The frame is no JPEG picture.");
        if (header.Format != ImageFormat.Jpeg)
            throw new UserErrorException($"The frame is a {header.Format} picture, not a JPEG.");
        if ((header.Width, header.Height) != (video.Width, video.Height))
            throw new UserErrorException($"The frame has {header.Width} x {header.Height} pixels, not the {video.Width} x {video.Height} that were announced.");
        VideoFrame frame = ImageCodec.Decode(bytes, "of the frame", Header.Sequence, time);
        if ((frame.Width, frame.Height) == (video.Width, video.Height))
            return frame;
        frame.Dispose();
        throw new UserErrorException("The frame is stored turned (EXIF), which a live stream does not take.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _payload, null) is { } payload)
            ArrayPool<byte>.Shared.Return(payload);
    }
}
