using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Where a source's runs put what they capture: numbers frames on over losses, keeps times rising, and knows when something came last.
/// Frames come from one thread and sound from another.
/// </summary>
internal sealed class CaptureSink(CaptureStream<VideoFrame>? frames, CaptureStream<AudioChunk>? sound, CaptureOptions options, CaptureClock clock)
{
    private long _frameIndex;
    private MediaTime _lastFrame = new(-1);
    private MediaTime _lastChunk = new(-1);
    private long _lastItem;
    private Action? _onFirstItem;

    /// <summary>Whether pictures are wanted.</summary>
    public bool TakesFrames => frames is not null;

    /// <summary>Whether sound is wanted.</summary>
    public bool TakesSound => sound is not null;

    /// <summary>When the last frame came, or without pictures the last sound; null where none has come in this run.</summary>
    public MediaTime? LastItem => Interlocked.Read(ref _lastItem) is >= 0 and long time ? new MediaTime(time) : null;

    /// <summary>Says that a new run begins.</summary>
    /// <param name="onFirstItem">Called once, by whoever brings the first frame or sound.</param>
    public void BeginRun(Action onFirstItem)
    {
        Interlocked.Exchange(ref _lastItem, -1);
        Interlocked.Exchange(ref _onFirstItem, onFirstItem);
    }

    /// <summary>A frame for the pixels that come next, with the number that follows; its caller gives it to <see cref="Push(VideoFrame)"/> or disposes it.</summary>
    public VideoFrame NewFrame(int width, int height, MediaTime time) => new(width, height, _frameIndex++, Rising(ref _lastFrame, time));

    /// <summary>The same for a frame that is whole and has another number and time.</summary>
    public void Push(VideoFrame frame, MediaTime time) => Push(frame.HandOver(_frameIndex++, Rising(ref _lastFrame, time)));

    /// <summary>Takes a frame.</summary>
    public void Push(VideoFrame frame)
    {
        Note();
        if (frames is null)
            frame.Dispose();
        else
            frames.Push(frame);
    }

    /// <summary>Takes mono samples at the wanted rate; those that are not finite become silence.</summary>
    public void Push(float[] samples, MediaTime time)
    {
        if (frames is null)
            Note();
        FfmpegAudioSource.Silence(samples);
        sound?.Push(new AudioChunk(samples, options.SampleRateHz, Rising(ref _lastChunk, time)));
    }

    /// <summary>Says that nothing comes any more.</summary>
    public void Complete()
    {
        frames?.Complete();
        sound?.Complete();
    }

    private static MediaTime Rising(ref MediaTime last, MediaTime time) =>
        last = time > last ? time : new MediaTime(last.Microseconds + 1);

    private void Note()
    {
        Interlocked.Exchange(ref _lastItem, clock.Now.Microseconds);
        Interlocked.Exchange(ref _onFirstItem, null)?.Invoke();
    }
}
