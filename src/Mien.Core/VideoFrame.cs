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

    private VideoFrame(int width, int height, long index, MediaTime time, byte[] buffer) =>
        (Width, Height, Index, Time, _buffer) = (width, height, index, time, buffer);

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

    /// <summary>Makes a frame of pixels that lie in memory, for example a camera's buffer; they are copied.</summary>
    /// <param name="pixels">Rows from top to bottom. Of memory that is no array's: <c>new ReadOnlySpan&lt;byte&gt;(pointer, length)</c>.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="layout">How the pixels lie.</param>
    /// <param name="stride">Bytes from one row's start to the next one's, where rows are padded; 0 for rows without padding.</param>
    /// <returns>The frame, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The memory is smaller than the picture, or the stride smaller than a row.</exception>
    public static VideoFrame FromPixels(ReadOnlySpan<byte> pixels, int width, int height, PixelLayout layout = PixelLayout.Rgb, int stride = 0)
    {
        VideoFrame frame = new(width, height);
        try
        {
            frame.Fill(pixels, layout, stride);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Copies other pixels of the same size into this frame; allocates nothing.</summary>
    /// <inheritdoc cref="FromPixels"/>
    public void Fill(ReadOnlySpan<byte> pixels, PixelLayout layout = PixelLayout.Rgb, int stride = 0) =>
        PixelCopy.ToRgb(pixels, Width, Height, layout, stride, Rgb.Span);

    /// <summary>Hands the pixels over to a frame with another number and time, without copying them; this frame is disposed by it.</summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public VideoFrame HandOver(long index, MediaTime time)
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, null) ?? throw new ObjectDisposedException(nameof(VideoFrame));
        return new VideoFrame(Width, Height, index, time, buffer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
