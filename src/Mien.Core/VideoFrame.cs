using System.Buffers;

namespace Mien.Core;

/// <summary>
/// One picture: packed RGB, 8 bits a channel, rows top to bottom without padding, and its presentation time.
/// The buffer is rented: whoever holds the frame last disposes it, and must not touch <see cref="Rgb"/> afterwards.
/// </summary>
public sealed class VideoFrame : IDisposable
{
    private byte[]? _buffer;

    /// <summary>Makes a frame with undefined pixels.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="index">Number of the frame in its stream, from 0.</param>
    /// <param name="time">Presentation time.</param>
    public VideoFrame(int width, int height, long index = 0, MediaTime time = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height, Index, Time) = (width, height, index, time);
        _buffer = ArrayPool<byte>.Shared.Rent(checked(width * height * 3));
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Number of the frame in its stream, from 0.</summary>
    public long Index { get; }

    /// <summary>Presentation time.</summary>
    public MediaTime Time { get; }

    /// <summary>The pixels, (Height, Width, 3) in the order red, green, blue.</summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public Memory<byte> Rgb => (_buffer ?? throw new ObjectDisposedException(nameof(VideoFrame))).AsMemory(0, Width * Height * 3);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
