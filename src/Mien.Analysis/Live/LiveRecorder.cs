using Mien.Core;
using Mien.Media;

namespace Mien.Analysis;

/// <summary>
/// Records a live analysis by the sinks that files' timelines go to. The outputs begin with the first moment and get their names when the recording
/// is completed; disposed before that, they are abandoned. Memory does not grow with the length. For one thread at a time.
/// </summary>
/// <param name="input">What the outputs call the sources.</param>
/// <param name="models">What the analysis asks.</param>
/// <param name="options">Its settings.</param>
/// <param name="sinks">Where the timeline goes; disposed with the recorder.</param>
/// <param name="clock">Tells when the recording was made; null for the system's.</param>
public sealed class LiveRecorder(string input, AnalysisModels models, LiveOptions options, IReadOnlyList<ITimelineSink> sinks, TimeProvider? clock = null) : IAsyncDisposable
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private MomentWriter? _writer;
    private TimelineHeader? _header;
    private MediaTime _last = new(long.MinValue);
    private long _begun;

    /// <summary>Makes the sinks that a name asks for: one for a file that ends in .csv, .json or .html, all three in a folder otherwise.</summary>
    /// <param name="path">The file or the folder.</param>
    /// <param name="name">Name of the files in a folder, without extension.</param>
    /// <exception cref="UserErrorException">The file has another ending.</exception>
    public static IReadOnlyList<ITimelineSink> CreateSinks(string path, string name)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Directory.Exists(path))
        {
            switch (Path.GetExtension(path).ToLowerInvariant())
            {
                case ".csv":
                    return [new CsvTimelineSink(path)];
                case ".json":
                    return [new JsonTimelineSink(path)];
                case ".html":
                    return [new HtmlTimelineSink(path)];
                case "":
                    break;
                default:
                    throw new UserErrorException($"A timeline cannot be recorded as {path}; name a file that ends in .csv, .json or .html, or a folder for all three.");
            }
        }
        string stem = Path.Combine(path, name);
        return [new CsvTimelineSink(stem + ".csv"), new JsonTimelineSink(stem + ".json"), new HtmlTimelineSink(stem + ".html")];
    }

    /// <summary>Records a frame, or nothing where its level left it out.</summary>
    /// <exception cref="UserErrorException">An output cannot be written.</exception>
    public ValueTask WriteAsync(LiveResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.IsSkipped ? ValueTask.CompletedTask : WriteAsync(result.Moment);
    }

    /// <summary>Records a window of speech for which there is no picture; one whose middle lies before the last moment is left out.</summary>
    /// <exception cref="UserErrorException">An output cannot be written.</exception>
    public ValueTask WriteAsync(SpeechObservation window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return window.Center <= _last ? ValueTask.CompletedTask : WriteAsync(new TimelineMoment(window.Center, null, [], window));
    }

    /// <summary>Ends the recording: the outputs get their names.</summary>
    /// <param name="interrupted">Whether it ended before what was asked for was recorded.</param>
    /// <returns>What was recorded; null where no moment was.</returns>
    /// <exception cref="UserErrorException">An output cannot be written.</exception>
    public async ValueTask<AnalysisResult?> CompleteAsync(bool interrupted)
    {
        if (_writer is null)
            return null;
        (TimelineSummary summary, IReadOnlyList<string> files) = await _writer.CompleteAsync(interrupted);
        return new AnalysisResult(_header!, summary, files, _writer.Warnings, _clock.GetElapsedTime(_begun));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (ITimelineSink sink in sinks)
            await sink.DisposeAsync();
    }

    private async ValueTask WriteAsync(TimelineMoment moment)
    {
        if (_writer is null)
        {
            _begun = _clock.GetTimestamp();
            _header = Describe(moment);
            _writer = new MomentWriter(_header, sinks, null);
            await _writer.BeginAsync(CancellationToken.None);
        }
        _last = moment.Time;
        await _writer.WriteAsync(moment);
    }

    private TimelineHeader Describe(TimelineMoment first) => new()
    {
        Input = input,
        Kind = MediaKind.Video,
        Width = first.Picture?.Width ?? 0,
        Height = first.Picture?.Height ?? 0,
        Start = first.Time,
        HasAudio = options.AnalyzeSpeech && models.SpeechModel is not null,
        FaceModel = options.AnalyzeFaces ? models.FaceModel : null,
        SpeechModel = options.AnalyzeSpeech ? models.SpeechModel : null,
        FaceDetector = options.AnalyzeFaces ? models.FaceDetector?.Name : null,
        FaceLandmarks = options.AnalyzeFaces ? models.FaceLandmarks?.Name : null,
        Options = options.ToAnalysis(),
        MienVersion = MienVersion.Current,
        Engines = models.Engines,
        Created = _clock.GetUtcNow(),
    };
}
