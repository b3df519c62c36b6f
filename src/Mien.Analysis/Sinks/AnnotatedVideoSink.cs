using Mien.Core;
using Mien.Media;

namespace Mien.Analysis;

/// <summary>
/// Writes the analysed frames as a film with boxes, numbers, emotions and bars drawn in (<see cref="FaceAnnotator"/>), at
/// their own times, with the input's sound. An interrupted analysis leaves no film: to end one properly takes longer
/// than a user who has asked to stop should wait.
/// </summary>
/// <param name="path">The file to write.</param>
/// <param name="info">The input.</param>
/// <param name="options">The part of the input that is analysed.</param>
public sealed class AnnotatedVideoSink(string path, MediaInfo info, AnalysisOptions options) : ITimelineSink
{
    private readonly string _path = Path.GetFullPath(path);
    private FfmpegVideoWriter? _writer;
    private FaceAnnotator? _annotator;

    /// <inheritdoc/>
    public async ValueTask BeginAsync(TimelineHeader header, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(header);
        VideoWriterOptions film = new()
        {
            AudioPath = info.Audio is null ? null : info.Path,
            AudioStart = options.Start,
            AudioDuration = header.Duration,
        };
        _annotator = new FaceAnnotator(header.Width, header.Height);
        _writer = await FfmpegVideoWriter.CreateAsync(_path, header.Width, header.Height, film, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(TimelineMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        if (_writer is null || _annotator is null || moment.Picture is not { } picture)
            return;
        // The film begins where the analysis does; the first frame may lie a hair before that moment.
        MediaTime time = moment.Time - options.Start;
        using VideoFrame copy = new(picture.Width, picture.Height, picture.Index, time < MediaTime.Zero ? MediaTime.Zero : time);
        picture.Rgb.CopyTo(copy.Rgb);
        _annotator.Draw(copy, moment);
        await _writer.WriteAsync(copy);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> CompleteAsync(TimelineSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (_writer is null || summary.Interrupted || summary.Frames == 0)
            return null;
        await _writer.CompleteAsync();
        return _path;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? ValueTask.CompletedTask;
}
