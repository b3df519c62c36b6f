using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Pictures and sound on one clock. Both may be read at once, by one reader each; reading again starts over.
/// A source holds no child process while nobody reads.
/// </summary>
public interface IMediaSource
{
    /// <summary>What the source holds.</summary>
    MediaInfo Info { get; }

    /// <summary>
    /// What went wrong without ending the reading, each one sentence: damage, samples that are not numbers. Complete
    /// when both readings have ended.
    /// </summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>
    /// The frames in order of presentation, their times strictly increasing; none where there are no pictures. The
    /// reader disposes each frame. At most a few frames wait, so a slow reader slows the decoder down.
    /// </summary>
    /// <exception cref="UserErrorException">Nothing can be decoded.</exception>
    IAsyncEnumerable<VideoFrame> ReadFramesAsync(CancellationToken cancellation = default);

    /// <summary>The sound as consecutive mono chunks without gaps, every sample finite; none where there is no sound.</summary>
    /// <exception cref="UserErrorException">Nothing can be decoded.</exception>
    IAsyncEnumerable<AudioChunk> ReadAudioAsync(CancellationToken cancellation = default);
}
