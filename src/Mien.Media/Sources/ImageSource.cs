using System.Runtime.CompilerServices;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Media;

/// <summary>
/// Pictures as a source: one file, or several that follow one another at a fixed interval. Each is turned upright as its
/// EXIF orientation says and keeps its own size unless another is asked for.
/// </summary>
public sealed class ImageSource : IMediaSource
{
    private static readonly TimeSpan s_defaultInterval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<string> _paths;
    private readonly TimeSpan _interval;
    private readonly MediaReadOptions _options;
    private readonly ReadingWarnings _warnings = new();

    private ImageSource(MediaInfo info, IReadOnlyList<string> paths, TimeSpan interval, MediaReadOptions options) =>
        (Info, _paths, _interval, _options) = (info, paths, interval, options);

    /// <inheritdoc/>
    public MediaInfo Info { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => _warnings.All;

    /// <summary>Opens one picture; its frame has the time 0.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or is too small or too large; see <see cref="ImageCodec"/>.</exception>
    public static ImageSource Open(string path, MediaReadOptions? options = null) =>
        new(Describe(path, path, MediaKind.Image, null, null), [path], s_defaultInterval, (options ?? new MediaReadOptions()).Validate());

    /// <summary>Opens the pictures of a folder, in the order of their names, as a film without sound.</summary>
    /// <param name="folder">The folder; those below it are not searched.</param>
    /// <param name="interval">Time from one picture to the next; null for a second.</param>
    /// <param name="options">Which of them are read; null reads all.</param>
    /// <exception cref="UserErrorException">The folder holds no picture, or the first cannot be read.</exception>
    public static ImageSource OpenFolder(string folder, TimeSpan? interval = null, MediaReadOptions? options = null)
    {
        TimeSpan step = interval ?? s_defaultInterval;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero, nameof(interval));
        if (!Directory.Exists(folder))
            throw new UserErrorException($"The folder {folder} does not exist; check the name.");
        string[] paths = [.. Directory.EnumerateFiles(folder).Where(path => MediaFileNames.KindOf(path) == MediaKind.Image).Order(StringComparer.Ordinal)];
        if (paths.Length == 0)
            throw new UserErrorException($"The folder {folder} holds no picture; name another folder.");
        MediaInfo info = Describe(folder, paths[0], MediaKind.Video, paths.Length * step, paths.Length);
        return new ImageSource(info, paths, step, (options ?? new MediaReadOptions()).Validate());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<VideoFrame> ReadFramesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        TimeSpan end = _options.Duration is { } duration ? _options.Start + duration : TimeSpan.MaxValue;
        int first = (int)Math.Ceiling(_options.Start / _interval);
        long lastTick = -1;
        for (int number = first; number < _paths.Count && number * _interval < end; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            // The same choice as FFmpeg's filters make of a film: see FrameTimeReader.
            long tick = _options.FramesPerSecond is { } rate ? (long)Math.Floor((number * _interval).TotalSeconds * rate + 1e-6) : number;
            if ((number - first) % _options.Every != 0 || tick == lastTick)
                continue;
            lastTick = tick;
            int index = number;
            if (await Task.Run(() => TryDecode(index, index - first), cancellation) is { } frame)
                yield return frame;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AudioChunk> ReadAudioAsync(CancellationToken cancellation = default) => AsyncEnumerable.Empty<AudioChunk>();

    private static MediaInfo Describe(string path, string firstPicture, MediaKind kind, TimeSpan? duration, int? count)
    {
        // Decoding is the only sure way to know the upright size and that the picture is whole.
        using VideoFrame first = ImageCodec.DecodeFile(firstPicture);
        double? rate = count is { } pictures && duration is { } length ? pictures / length.TotalSeconds : null;
        VideoStreamInfo video = new(0, first.Width, first.Height, 0, rate, count ?? 1, TimeSpan.Zero, Path.GetExtension(firstPicture).TrimStart('.').ToLowerInvariant());
        return new MediaInfo(path, kind, duration, video, null);
    }

    private VideoFrame? TryDecode(int number, long index)
    {
        try
        {
            using VideoFrame decoded = ImageCodec.DecodeFile(_paths[number]);
            FrameSize size = _options.OutputSize ?? new FrameSize(decoded.Width, decoded.Height);
            VideoFrame frame = new(size.Width, size.Height, index, MediaTime.Zero + number * _interval);
            if (size == new FrameSize(decoded.Width, decoded.Height))
                decoded.Rgb.CopyTo(frame.Rgb);
            else
                ImageSampler.Resize(decoded.Rgb.Span, decoded.Width, decoded.Height, 3, frame.Rgb.Span, size.Width, size.Height, Interpolation.Area);
            return frame;
        }
        catch (UserErrorException error) when (_paths.Count > 1)
        {
            // One bad picture does not end a folder.
            _warnings.Add(error.Message);
            return null;
        }
    }
}
