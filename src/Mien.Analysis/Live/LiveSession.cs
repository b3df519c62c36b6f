using Mien.Core;
using Mien.Inference;
using Mien.Vision;

namespace Mien.Analysis;

/// <summary>
/// One live stream: faces are found, followed and read frame by frame, joined with the speech that was heard by then, and smoothed, by the
/// same classes as those of files. It looks at nothing ahead: speech is the window that ends at the newest sound, not the one around the
/// frame. Each frame is analysed at a quality level of the caller's choice. Holds no more of the past than a window of sound and the tracks
/// of who was seen lately. One call at a time; any number of sessions may share models that serve several threads.
/// <code>
/// using LoadedModels models = LoadedModels.Load(new AnalysisModelOptions());
/// LiveSession session = new(models.Models);
/// session.PushAudio(chunk);                                    // sound up to the frame, as it comes in
/// LiveResult result = session.Analyze(frame, QualityLevel.Full);
/// </code>
/// </summary>
public sealed class LiveSession
{
    private readonly AnalysisModels _models;
    private readonly LiveOptions _options;
    private readonly TimeProvider _clock;
    private readonly FaceFollower? _follower;
    private readonly FaceReader _reader;
    private readonly MomentFuser _fuser;
    private readonly LiveSpeech? _speech;
    private TimelineMoment? _last;
    private TimeSpan _listened;
    private int _framesSkipped;

    /// <summary>Begins a stream.</summary>
    /// <param name="models">What to ask; stays the caller's.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <param name="clock">Tells what stages take; null for the system's.</param>
    /// <exception cref="UserErrorException">A setting is out of its range, or there is nothing to analyse with.</exception>
    public LiveSession(AnalysisModels models, LiveOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        (_models, _options, _clock) = (models, (options ?? new LiveOptions()).Validate(), clock ?? TimeProvider.System);
        AnalysisOptions settings = _options.ToAnalysis();
        if (_options.AnalyzeFaces && models.FaceDetector is { } detector)
            _follower = new FaceFollower(detector, detectEveryNthFrame: _options.DetectEveryNthFrame);
        _reader = new FaceReader(models.FaceLandmarks);
        _fuser = new MomentFuser(models.Fusion, settings);
        if (_options.AnalyzeSpeech && models.SpeechClassifier is { } speech)
            _speech = new LiveSpeech(speech, settings);
        if (_follower is null && _speech is null)
            throw new UserErrorException("There is neither a face detector nor a speech model for what is to be analysed; give the models or change the settings.");
    }

    /// <summary>Samples a second of the sound that <see cref="PushAudio"/> takes; null where none is listened to.</summary>
    public int? AudioSampleRateHz => _speech?.SampleRateHz;

    /// <summary>The level of the last frame; <see cref="QualityLevel.Full"/> before the first.</summary>
    public QualityLevel Level { get; private set; } = QualityLevel.Full;

    /// <summary>How many people have been seen so far.</summary>
    public int PersonCount => _follower?.PersonCount ?? 0;

    /// <summary>
    /// Takes the next sound, before the frames that it was paired with. Small gaps are filled with silence, sound that came twice is cut,
    /// and after a gap of more than a second the windows begin afresh.
    /// </summary>
    /// <param name="chunk">Mono sound at <see cref="AudioSampleRateHz"/>, in order of time.</param>
    /// <param name="isAlone">Whether no pictures come now: sound is then listened to at every level, for it is all there is and costs little.</param>
    /// <returns>The windows that became complete, in order; none where <see cref="Level"/> leaves sound out.</returns>
    /// <exception cref="ArgumentException">Another sample rate, or no sound is listened to.</exception>
    public IReadOnlyList<SpeechObservation> PushAudio(AudioChunk chunk, bool isAlone = false)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        if (_speech is null)
            throw new ArgumentException("This session listens to no sound.", nameof(chunk));
        int everyNthWindow = isAlone ? 1 : Level.SpeechEveryNthWindow;
        if (everyNthWindow == 0)
        {
            _speech.Pause();
            return [];
        }
        long begun = _clock.GetTimestamp();
        IReadOnlyList<SpeechObservation> windows = _speech.Push(chunk, everyNthWindow);
        _listened += _clock.GetElapsedTime(begun);
        return windows;
    }

    /// <summary>Leaves the next frame out where the level wants that, so that nobody need decode it; otherwise give it to <see cref="Analyze"/>.</summary>
    /// <param name="time">When it was captured, later than the last one.</param>
    /// <param name="index">Its number.</param>
    /// <param name="level">How thoroughly frames are analysed; null for <see cref="QualityLevel.Full"/>.</param>
    /// <param name="difference">As for <see cref="Analyze"/>.</param>
    /// <returns>The faces of the frame before and the newest speech, without a picture; null where the frame is to be analysed.</returns>
    /// <exception cref="ArgumentException">The frame is not later than the last one.</exception>
    public LiveResult? TrySkip(MediaTime time, long? index, QualityLevel? level = null, TimeSpan? difference = null)
    {
        if (_last is { } last && time <= last.Time)
            throw new ArgumentException($"Frames must come in the order of time, and {time} is not after {last.Time}.", nameof(time));
        Level = level ?? QualityLevel.Full;
        if (_last is null || _framesSkipped + 1 >= Level.AnalyzeEveryNthFrame)
            return null;
        _framesSkipped++;
        _last = _last with { Time = time, FrameIndex = index, Speech = SpeechAt(time) };
        TimeSpan listened = TakeListened();
        return new LiveResult(_last, Level, true, new LiveTiming(TimeSpan.Zero, TimeSpan.Zero, listened, listened), difference);
    }

    /// <summary>Analyses the next frame, or leaves it out where the level wants that.</summary>
    /// <param name="frame">The frame, later than the last one; it is only read and stays the caller's.</param>
    /// <param name="level">How thoroughly; null for <see cref="QualityLevel.Full"/>.</param>
    /// <param name="difference">From the nearest sound to the frame, positive where the sound is older; only passed on.</param>
    /// <exception cref="ArgumentException">The frame is not later than the last one.</exception>
    public LiveResult Analyze(VideoFrame frame, QualityLevel? level = null, TimeSpan? difference = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (TrySkip(frame.Time, frame.Index, level, difference) is { } skipped)
            return skipped with { Moment = skipped.Moment with { Picture = frame } };
        TimeSpan listened = TakeListened();
        long begun = _clock.GetTimestamp();
        SpeechObservation? speech = SpeechAt(frame.Time);
        _framesSkipped = 0;
        PipelineFrame work = new(frame); // not disposed: the picture is the caller's
        if (_follower is not null)
            _follower.DetectEveryNthFrame = Math.Max(_options.DetectEveryNthFrame, Level.DetectEveryNthFrame);
        work.TakeLargest(_follower?.Follow(frame) ?? [], _options.MaxFaces);
        TimeSpan detected = _clock.GetElapsedTime(begun);
        _reader.Read([work], ClassifierFor(Level));
        TimeSpan read = _clock.GetElapsedTime(begun) - detected;
        TimelineMoment moment = _fuser.Fuse(work, speech);
        _last = moment with { Picture = null }; // keeps no picture alive
        return new LiveResult(moment, Level, false, new LiveTiming(detected, read, listened, _clock.GetElapsedTime(begun) + listened), difference);
    }

    private SpeechObservation? SpeechAt(MediaTime time) => Level.SpeechEveryNthWindow > 0 ? _speech?.At(time) : null;

    private TimeSpan TakeListened()
    {
        TimeSpan listened = _listened;
        _listened = TimeSpan.Zero;
        return listened;
    }

    private IFaceEmotionClassifier? ClassifierFor(QualityLevel level) =>
        level.FacePictureWidth is { } width && _models.SizedFaceClassifier is { } sizes ? sizes.OfWidth(width) : _models.FaceClassifier;
}
