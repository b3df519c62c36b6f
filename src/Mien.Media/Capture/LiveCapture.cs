using System.Threading.Channels;
using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Live pictures and sound: cameras, microphones, streams and files, each with the time of its capture on one clock. No source ever waits for the
/// reader (<see cref="CaptureStream{T}"/>); one that disappears is announced and tried again while the other goes on.
/// <code>
/// CaptureSelection selection = await CaptureSelection.ResolveAsync("/dev/video0", "pulse");
/// await using LiveCapture capture = await LiveCapture.OpenAsync(selection);
/// await foreach (VideoFrame frame in capture.Frames!.ReadAllAsync())
///     using (frame)
///         Console.WriteLine($"{frame.Width}x{frame.Height}, {(capture.Clock.Now - frame.Time).TotalMilliseconds} ms old");
/// </code>
/// </summary>
public sealed class LiveCapture : IAsyncDisposable
{
    private const int WaitingNotices = 100;

    private readonly List<CaptureSource> _sources = [];
    private readonly CaptureOptions _options;
    private readonly Channel<CaptureNotice> _notices = Channel.CreateBounded<CaptureNotice>(
        new BoundedChannelOptions(WaitingNotices) { FullMode = BoundedChannelFullMode.DropOldest });

    private LiveCapture(CaptureSelection selection, CaptureOptions options, CaptureClock clock)
    {
        (_options, Clock) = (options, clock);
        Frames = selection.Camera is null ? null : new CaptureStream<VideoFrame>(options.WaitingFrames);
        Sound = selection.Microphone is null ? null : new CaptureStream<AudioChunk>(options.WaitingChunks);
    }

    /// <summary>The clock of all times.</summary>
    public CaptureClock Clock { get; }

    /// <summary>The pictures; null where none are captured.</summary>
    public CaptureStream<VideoFrame>? Frames { get; }

    /// <summary>The sound, mono, in chunks of <see cref="CaptureOptions.ChunkSamples"/>; null where none is captured.</summary>
    public CaptureStream<AudioChunk>? Sound { get; }

    /// <summary>What happens to the sources. Of those that nobody reads the last hundred are kept.</summary>
    public ChannelReader<CaptureNotice> Notices => _notices.Reader;

    /// <summary>Starts to capture and waits until every source has given something.</summary>
    /// <param name="selection">What is captured.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="clock">The session's clock; null for one that begins now.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UserErrorException">A source cannot be opened, or an option is wrong.</exception>
    public static async Task<LiveCapture> OpenAsync(CaptureSelection selection, CaptureOptions? options = null, CaptureClock? clock = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        CaptureOptions valid = (options ?? new CaptureOptions()).Validate();
        IMediaSource? film = await OpenFileAsync(selection.Camera, valid, cancellation);
        IMediaSource? recording = selection.IsOneInput ? film : await OpenFileAsync(selection.Microphone, valid, cancellation);
        RefuseUnusable(selection, film, recording);
        bool isSilentFilm = selection.IsOneInput && film is { Info.Audio: null };
        LiveCapture capture = new(isSilentFilm ? selection with { Microphone = null } : selection, valid, clock ?? new CaptureClock());
        try
        {
            await capture.StartAsync(selection, film, recording, cancellation);
            return capture;
        }
        catch
        {
            await capture.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a source is gone at the moment.</summary>
    public bool IsLost(CaptureModality modality) => _sources.Any(source => source.Modality == modality && source.IsLost);

    /// <summary>Ends the capture and disposes what waits; no child process outlives it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_sources.Select(source => source.DisposeAsync().AsTask()));
        Frames?.Close();
        Sound?.Close();
        _notices.Writer.TryComplete();
    }

    private static async Task<IMediaSource?> OpenFileAsync(CaptureInput? input, CaptureOptions options, CancellationToken cancellation) =>
        input is not { Kind: CaptureKind.File }
            ? null
            : await MediaFileSource.OpenAsync(input.Address, new MediaReadOptions { AudioSampleRateHz = options.SampleRateHz, AudioChunkSamples = options.ChunkSamples }, cancellation);

    private static void RefuseUnusable(CaptureSelection selection, IMediaSource? film, IMediaSource? recording)
    {
        if (film is { Info.Video: null } or { Info.Kind: MediaKind.Image })
            throw new UserErrorException($"{film.Info.Path} is no film and cannot stand in for a camera; give a film, or say --camera none.");
        if (selection.NeedsSound && recording is { Info.Audio: null })
            throw new UserErrorException($"{recording.Info.Path} has no sound and cannot stand in for a microphone; give another file, or say --mic none.");
    }

    private async Task StartAsync(CaptureSelection selection, IMediaSource? film, IMediaSource? recording, CancellationToken cancellation)
    {
        int readers = (film is null ? 0 : PacedFile.ReadersOf(film.Info, true, selection.IsOneInput))
            + (recording is null || selection.IsOneInput ? 0 : PacedFile.ReadersOf(recording.Info, false, true));
        FilePacing pacing = new(Clock, readers);
        CaptureSource? camera = null, microphone = null;
        if (selection.Camera is { } cameraInput)
            camera = Start(cameraInput, film, CaptureModality.Camera, new CaptureSink(Frames, selection.IsOneInput ? Sound : null, _options, Clock), pacing);
        if (selection.Microphone is { } soundInput && !selection.IsOneInput)
            microphone = Start(soundInput, recording, CaptureModality.Microphone, new CaptureSink(null, Sound, _options, Clock), pacing);
        if (camera is not null)
            await camera.Opened.WaitAsync(cancellation);
        try
        {
            if (microphone is not null)
                await microphone.Opened.WaitAsync(cancellation);
        }
        catch (UserErrorException error) when (camera is not null && !selection.NeedsSound)
        {
            Announce(new CaptureNotice(Clock.Now, CaptureModality.Microphone, CaptureNoticeKind.Warning, $"{error.Message} The pictures are taken alone."));
        }
    }

    private CaptureSource Start(CaptureInput input, IMediaSource? file, CaptureModality modality, CaptureSink sink, FilePacing pacing)
    {
        ICaptureRun run = file is null ? new FfmpegCapture(input, _options, Clock) : new PacedFile(file, pacing, Clock, _options.Loop);
        CaptureSource source = new(run, input.Name, modality, sink, _options, Clock, Announce);
        _sources.Add(source);
        return source;
    }

    private void Announce(CaptureNotice notice) => _notices.Writer.TryWrite(notice);
}
