using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Analysis;

/// <summary>Writes a picture with its faces drawn in (<see cref="FaceAnnotator"/>) as PNG.</summary>
/// <param name="path">The file to write.</param>
public sealed class AnnotatedImageSink(string path) : ITimelineSink
{
    private PartialFile? _file;

    /// <inheritdoc/>
    public ValueTask BeginAsync(TimelineHeader header, CancellationToken cancellationToken)
    {
        _file = new PartialFile(path);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(TimelineMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        if (_file is null || moment.Picture is not { } picture)
            return ValueTask.CompletedTask;
        using VideoFrame copy = new(picture.Width, picture.Height, picture.Index, picture.Time);
        picture.Rgb.CopyTo(copy.Rgb);
        new FaceAnnotator(copy.Width, copy.Height).Draw(copy, moment);
        try
        {
            _file.Stream.Write(ImageCodec.EncodePng(copy));
        }
        catch (Exception error) when (OutputError.Explain(path, error) is { } explained)
        {
            throw explained;
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<string?> CompleteAsync(TimelineSummary summary)
    {
        if (_file is null || _file.Stream.Length == 0)
            return ValueTask.FromResult<string?>(null); // Stopped before the picture was there: disposal leaves no file.
        _file.Commit();
        return ValueTask.FromResult<string?>(_file.Path);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }
}
