using Mien.Core;
using Mien.Media;

namespace Mien.Analysis;

/// <summary>
/// Analyses media files: a video, a picture or sound becomes a timeline of emotions, which goes to files or other sinks.
/// Memory does not grow with the input's length. One analysis at a time; the models are loaded once and serve many.
/// <code>
/// using Analyzer analyzer = Analyzer.Load(new AnalysisModelOptions());
/// AnalysisResult result = await analyzer.AnalyzeAsync(new MediaInput("clip.mp4", null), new AnalysisOptions { OutputDirectory = "out" });
/// </code>
/// </summary>
public sealed class Analyzer : IDisposable
{
    private readonly AnalysisModels _models;
    private readonly TimeProvider _clock;
    private readonly IDisposable? _owned;

    /// <summary>Makes an analyzer of models that stay the caller's.</summary>
    /// <param name="models">What to ask.</param>
    /// <param name="clock">Tells when outputs were made and how long it took; null for the system's.</param>
    public Analyzer(AnalysisModels models, TimeProvider? clock = null) : this(models, clock, null)
    {
    }

    private Analyzer(AnalysisModels models, TimeProvider? clock, IDisposable? owned)
    {
        ArgumentNullException.ThrowIfNull(models);
        (_models, _clock, _owned) = (models, clock ?? TimeProvider.System, owned);
    }

    /// <summary>The models in use.</summary>
    public AnalysisModels Models => _models;

    /// <summary>Loads models and makes an analyzer that owns them.</summary>
    /// <exception cref="UserErrorException">A file is missing, unreadable, or not what it should be.</exception>
    public static Analyzer Load(AnalysisModelOptions options)
    {
        LoadedModels loaded = LoadedModels.Load(options);
        return new Analyzer(loaded.Models, null, loaded);
    }

    /// <summary>Analyses one file and writes the outputs that the options ask for.</summary>
    /// <param name="input">The file.</param>
    /// <param name="options">The settings; null for the defaults, which write nothing.</param>
    /// <param name="progress">Hears how it gets on.</param>
    /// <param name="cancellationToken">
    /// Stops the analysis. What was complete by then is written, and the result says so (<see cref="TimelineSummary.Interrupted"/>).
    /// </param>
    /// <exception cref="UserErrorException">The input cannot be read, an option is wrong, or an output cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Stopped before there was anything to write.</exception>
    public async Task<AnalysisResult> AnalyzeAsync(
        MediaInput input, AnalysisOptions? options = null, IAnalysisProgress? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        AnalysisOptions valid = (options ?? new AnalysisOptions()).Validate();
        IMediaSource source = await MediaSource.OpenAsync(input.Path, ReadOptions(valid), cancellationToken);
        return await AnalyzeAsync(source, valid, OutputFiles.CreateSinks(source.Info, valid), progress, cancellationToken);
    }

    /// <summary>Analyses a source and gives its timeline to sinks.</summary>
    /// <param name="source">
    /// The media; it delivers the part and sampling it was opened for, with sound at the speech model's rate.
    /// </param>
    /// <param name="options">The settings; those about reading and files have no effect here.</param>
    /// <param name="sinks">Where the timeline goes; disposed when this returns.</param>
    /// <param name="progress">Hears how it gets on.</param>
    /// <param name="cancellationToken">Stops the analysis; see the other overload.</param>
    /// <exception cref="UserErrorException">The input cannot be read or an output cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Stopped before there was anything to write.</exception>
    public async Task<AnalysisResult> AnalyzeAsync(
        IMediaSource source, AnalysisOptions options, IReadOnlyList<ITimelineSink> sinks, IAnalysisProgress? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sinks);
        long begun = _clock.GetTimestamp();
        try
        {
            bool pictures = options.AnalyzeFaces && source.Info.Video is not null;
            TimelineHeader header = Describe(source.Info, options, pictures);
            MomentWriter output = new(header, sinks, progress);
            foreach (string warning in Missing(source.Info, options, pictures))
                output.Warn(warning);
            await output.BeginAsync(cancellationToken);
            bool interrupted = await RunAsync(source, options, output, pictures, cancellationToken);
            (TimelineSummary summary, IReadOnlyList<string> files) = await output.CompleteAsync(interrupted);
            foreach (string warning in source.Warnings)
                output.Warn(warning);
            return new AnalysisResult(header, summary, files, output.Warnings, _clock.GetElapsedTime(begun));
        }
        finally
        {
            foreach (ITimelineSink sink in sinks)
                await sink.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();

    private async Task<bool> RunAsync(IMediaSource source, AnalysisOptions options, MomentWriter output, bool pictures, CancellationToken cancellationToken)
    {
        try
        {
            if (pictures)
                await new FramePipeline(source, _models, options, output).RunAsync(cancellationToken);
            else
                await ListenAsync(source, options, output, cancellationToken);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>Sound without pictures: each window is a moment of its own.</summary>
    private async Task ListenAsync(IMediaSource source, AnalysisOptions options, MomentWriter output, CancellationToken cancellationToken)
    {
        if (_models.SpeechAnalyzer is not { } analyzer || !options.AnalyzeSpeech || source.Info.Audio is null)
            throw new UserErrorException(NothingToAnalyze(source.Info, options));
        await foreach (SpeechObservation window in analyzer.AnalyzeAsync(source, options, cancellationToken).WithCancellation(cancellationToken))
            await output.WriteAsync(new TimelineMoment(window.Center, null, [], window));
    }

    private string NothingToAnalyze(MediaInfo info, AnalysisOptions options) => info switch
    {
        { Audio: null, Video: null } => $"{info.Path} holds neither pictures nor sound; check the file.",
        { Audio: null } => $"{info.Path} has no sound, and faces are switched off; leave out --no-face.",
        _ when !options.AnalyzeSpeech => $"{info.Path} has sound only, and sound is switched off; leave out --no-audio.",
        _ => $"{info.Path} has sound only, and there is no speech model; give one with --model.",
    };

    private IEnumerable<string> Missing(MediaInfo info, AnalysisOptions options, bool pictures)
    {
        if (pictures && _models.FaceClassifier is null)
            yield return "There is no face model, so faces are found but their emotions are not read; give one with --model.";
        if (pictures && options.AnalyzeSpeech && info.Audio is not null && _models.SpeechAnalyzer is null)
            yield return "There is no speech model, so the sound is left out; give one with --model or say --no-audio.";
    }

    private MediaReadOptions ReadOptions(AnalysisOptions options) => new()
    {
        Every = options.EveryNthFrame,
        FramesPerSecond = options.FramesPerSecond,
        Start = options.Start,
        Duration = options.Duration,
        AudioSampleRateHz = _models.SpeechModel?.Spec.Audio?.SampleRateHz ?? new MediaReadOptions().AudioSampleRateHz,
    };

    private TimelineHeader Describe(MediaInfo info, AnalysisOptions options, bool pictures)
    {
        TimeSpan? left = info.Duration - options.Start;
        return new TimelineHeader
        {
            Input = options.InputName ?? info.Path,
            Kind = info.Kind,
            Width = info.Video?.Width ?? 0,
            Height = info.Video?.Height ?? 0,
            FramesPerSecond = info.Kind == MediaKind.Image ? null : info.Video?.FrameRate,
            Duration = info.Kind == MediaKind.Image ? null : options.Duration is { } part && !(part > left) ? part : left,
            Start = MediaTime.Zero + options.Start,
            HasAudio = info.Audio is not null,
            // A silent film keeps the speech columns, empty, so that the tables of a folder of films have one shape.
            FaceModel = pictures ? _models.FaceModel : null,
            SpeechModel = options.AnalyzeSpeech && info.Kind != MediaKind.Image ? _models.SpeechModel : null,
            FaceDetector = pictures ? _models.FaceDetector?.Name : null,
            FaceLandmarks = pictures ? _models.FaceLandmarks?.Name : null,
            Options = options,
            MienVersion = MienVersion.Current,
            Engines = _models.Engines,
            Created = _clock.GetUtcNow(),
        };
    }
}
