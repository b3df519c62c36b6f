using Mien.Core;

namespace Mien.Media;

/// <summary>A film, picture or sound file, decoded by FFmpeg.</summary>
public sealed class MediaFileSource : IMediaSource
{
    private readonly MediaReadOptions _options;
    private readonly ReadingWarnings _warnings = new();

    private MediaFileSource(MediaInfo info, MediaReadOptions options) => (Info, _options) = (info, options);

    /// <inheritdoc/>
    public MediaInfo Info { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => _warnings.All;

    /// <summary>Looks into a file and prepares its reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which part of it is read and how; null reads all.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="UserErrorException">The file or an option cannot be used; see <see cref="MediaProbe"/>.</exception>
    public static async Task<MediaFileSource> OpenAsync(string path, MediaReadOptions? options = null, CancellationToken cancellation = default)
    {
        MediaReadOptions valid = (options ?? new MediaReadOptions()).Validate();
        MediaInfo info = await MediaProbe.ProbeAsync(path, cancellation);
        if (info.Duration is { } duration && valid.Start >= duration && duration > TimeSpan.Zero)
            throw new UserErrorException(FormattableString.Invariant(
                $"{path} lasts {duration.TotalSeconds:0.###} s, so nothing is left from {valid.Start.TotalSeconds:0.###} s on; start earlier."));
        return new MediaFileSource(info, valid);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<VideoFrame> ReadFramesAsync(CancellationToken cancellation = default) =>
        Info.Video is null ? Nothing<VideoFrame>() : new FfmpegVideoSource(Info, _options, _warnings).ReadAsync(cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<AudioChunk> ReadAudioAsync(CancellationToken cancellation = default) =>
        Info.Audio is null ? Nothing<AudioChunk>() : new FfmpegAudioSource(Info, _options, _warnings).ReadAsync(cancellation);

    private static IAsyncEnumerable<T> Nothing<T>() => AsyncEnumerable.Empty<T>();
}
