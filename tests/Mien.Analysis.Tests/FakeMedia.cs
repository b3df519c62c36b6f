using System.Runtime.CompilerServices;
using Mien.Core;
using Mien.Media;

namespace Mien.Analysis.Tests;

/// <summary>A film made up of times and sound, which remembers every frame it gave away. Nobody waits for a clock.</summary>
internal sealed class FakeMedia : IMediaSource
{
    private readonly List<VideoFrame> _frames = [];
    private int _reading;

    public FakeMedia(IEnumerable<double>? frameSeconds = null, float[]? sound = null, MediaKind kind = MediaKind.Video)
    {
        FrameSeconds = frameSeconds;
        Sound = sound;
        Info = new MediaInfo("film.mp4", kind, TimeSpan.FromSeconds(10),
            frameSeconds is null ? null : new VideoStreamInfo(0, 64, 48, 0, 25, null, TimeSpan.Zero, "fake"),
            sound is null ? null : new AudioStreamInfo(1, 16000, 1, TimeSpan.Zero, "fake"));
    }

    public MediaInfo Info { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IEnumerable<double>? FrameSeconds { get; }

    public float[]? Sound { get; }

    /// <summary>Thrown where the sound should begin.</summary>
    public Exception? SoundFailure { get; init; }

    /// <summary>Called before each frame is given away.</summary>
    public Action<int>? BeforeFrame { get; init; }

    /// <summary>Readings that have not ended.</summary>
    public int OpenReadings => _reading;

    /// <summary>Frames given away and not disposed.</summary>
    public int FramesAlive
    {
        get
        {
            lock (_frames)
                return _frames.Count(IsAlive);
        }
    }

    public int FramesGiven
    {
        get
        {
            lock (_frames)
                return _frames.Count;
        }
    }

    public async IAsyncEnumerable<VideoFrame> ReadFramesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _reading);
        try
        {
            int index = 0;
            foreach (double seconds in FrameSeconds ?? [])
            {
                cancellation.ThrowIfCancellationRequested();
                BeforeFrame?.Invoke(index);
                VideoFrame frame = new(64, 48, index++, MediaTime.FromSeconds(seconds));
                frame.Rgb.Span.Fill(128);
                lock (_frames)
                    _frames.Add(frame);
                yield return frame;
                await Task.Yield();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _reading);
        }
    }

    public async IAsyncEnumerable<AudioChunk> ReadAudioAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _reading);
        try
        {
            if (SoundFailure is not null)
                throw SoundFailure;
            const int size = 1600;
            for (int at = 0; at < (Sound?.Length ?? 0); at += size)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return new AudioChunk(Sound.AsMemory(at, Math.Min(size, Sound!.Length - at)), 16000, MediaTime.FromSamples(at, 16000));
                await Task.Yield();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _reading);
        }
    }

    private static bool IsAlive(VideoFrame frame)
    {
        try
        {
            _ = frame.Rgb;
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
