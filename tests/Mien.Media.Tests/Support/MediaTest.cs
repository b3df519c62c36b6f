using Mien.Core;

namespace Mien.Media.Tests.Support;

/// <summary>
/// A test with a folder of sample media; it fails where a child process outlives it. The tests of this assembly run one
/// after the other, so every child is the running test's own.
/// </summary>
public abstract class MediaTest : IDisposable
{
    /// <summary>The test's media.</summary>
    protected SampleMedia Media { get; } = new();

    /// <summary>Reads all frames, disposes them, and returns what is known of each.</summary>
    protected static async Task<List<(long Index, MediaTime Time, int Width, int Height, byte[] Rgb)>> ReadFrames(IMediaSource source, CancellationToken cancellation = default)
    {
        List<(long, MediaTime, int, int, byte[])> frames = [];
        await foreach (VideoFrame frame in source.ReadFramesAsync(cancellation))
            using (frame)
                frames.Add((frame.Index, frame.Time, frame.Width, frame.Height, frame.Rgb.ToArray()));
        return frames;
    }

    /// <summary>Reads all sound as one run, checking that the chunks follow one another.</summary>
    protected static async Task<float[]> ReadAudio(IMediaSource source, TimeSpan start = default, CancellationToken cancellation = default)
    {
        List<float> samples = [];
        await foreach (AudioChunk chunk in source.ReadAudioAsync(cancellation))
        {
            Assert.Equal(MediaTime.FromSamples(samples.Count, chunk.SampleRateHz) + start, chunk.Start);
            samples.AddRange(chunk.Samples.Span);
        }
        return [.. samples];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Media.Dispose();
        Assert.Empty(ChildProcesses.OfFfmpeg());
        GC.SuppressFinalize(this);
    }
}
