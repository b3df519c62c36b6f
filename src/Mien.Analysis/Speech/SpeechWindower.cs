using Mien.Core;
using Mien.Inference;
using Mien.Preprocessing;

namespace Mien.Analysis;

/// <summary>
/// Cuts a stream of sound into overlapping windows, tells in each how much is speech, and asks the model about those
/// with enough of it. Each mel frame is computed once, whichever windows it falls into; a window takes its frames from the
/// stream and applies to them what depends on the whole window. For one stream and one thread.
/// </summary>
internal sealed class SpeechWindower
{
    private readonly ISpeechEmotionClassifier _classifier;
    private readonly AudioSpec _spec;
    private readonly SharedEmotionProjection _projection;
    private readonly StreamingLogMel _logMel;
    private readonly VoiceActivityDetector _voice;
    private readonly SlidingBuffer<float> _mel = new(); // (frames, MelBands)
    private readonly SlidingBuffer<bool> _speech = new(); // one for each frame of the voice detector
    private readonly float[] _features;
    private readonly float[] _probabilities;
    private readonly float[] _shared = new float[EmotionLabelSet.Shared7.Count];
    private readonly long _windowSamples;
    private readonly long _hopSamples;
    private readonly double _minPresence;
    private MediaTime? _start;
    private long _received;
    private long _nextEnd; // sample after the next window
    private long _emittedEnd; // sample after the last window

    /// <summary>Makes a windower at the start of a stream.</summary>
    /// <param name="classifier">The speech model.</param>
    /// <param name="options">Window, hop and least presence.</param>
    /// <param name="endsEarly">Whether windows end at every hop from the first on, shorter ones than asked for at the beginning; otherwise the first is whole.</param>
    public SpeechWindower(ISpeechEmotionClassifier classifier, AnalysisOptions options, bool endsEarly = false)
    {
        _classifier = classifier;
        _spec = classifier.Spec.Audio ?? throw new ArgumentException("The classifier takes no sound.", nameof(classifier));
        _projection = new SharedEmotionProjection(classifier.Spec.Labels);
        _logMel = new StreamingLogMel(_spec);
        _voice = new VoiceActivityDetector(new VoiceActivityOptions { SampleRateHz = _spec.SampleRateHz });
        _features = new float[_spec.MelBands * _spec.Frames];
        _probabilities = new float[classifier.Spec.Labels.Count];
        // More than the network takes would be cut off unheard.
        TimeSpan window = options.SpeechWindow < _spec.WindowDuration ? options.SpeechWindow : _spec.WindowDuration;
        _windowSamples = Math.Max(_spec.HopSamples, (long)(window.TotalSeconds * _spec.SampleRateHz));
        _hopSamples = Math.Max(1, (long)(options.SpeechHop.TotalSeconds * _spec.SampleRateHz));
        _minPresence = options.MinSpeechPresence;
        _nextEnd = endsEarly ? Math.Min(_hopSamples, _windowSamples) : _windowSamples;
    }

    /// <summary>Every how manieth window is made, at least 1.</summary>
    public int EveryNthWindow { get; set; } = 1;

    /// <summary>Takes the next samples.</summary>
    /// <returns>The windows that became complete.</returns>
    public IEnumerable<SpeechObservation> Push(AudioChunk chunk)
    {
        if (chunk.SampleRateHz != _spec.SampleRateHz)
            throw new ArgumentException($"The model hears {_spec.SampleRateHz} Hz, not {chunk.SampleRateHz} Hz.", nameof(chunk));
        _start ??= chunk.Start;
        _received += chunk.Samples.Length;
        _mel.Append(_logMel.Push(chunk.Samples.Span));
        foreach (VoiceActivityFrame frame in _voice.Push(chunk.Samples.Span))
            _speech.Append([frame.IsSpeech]);
        // A mel frame is complete half a transform after its centre, the voice detector a frame after; wait for both.
        return TakeComplete(_received - _spec.FftSize);
    }

    /// <summary>Ends the stream.</summary>
    /// <returns>The remaining windows; the last one ends with the sound, however short it is.</returns>
    public IEnumerable<SpeechObservation> Complete()
    {
        _mel.Append(_logMel.Flush());
        foreach (SpeechObservation window in TakeComplete(_received))
            yield return window;
        if (_received > _emittedEnd)
            yield return Observe(Math.Max(0, _received - _windowSamples), _received);
    }

    private IEnumerable<SpeechObservation> TakeComplete(long until)
    {
        while (_nextEnd <= until)
        {
            yield return Observe(Math.Max(0, _nextEnd - _windowSamples), _nextEnd);
            _nextEnd += _hopSamples * EveryNthWindow;
            // The window at the end of the sound may reach back by a whole window from there.
            long needed = Math.Min(_nextEnd, _emittedEnd) - _windowSamples;
            _mel.DropBefore(MelFrameAt(needed) * _spec.MelBands);
            _speech.DropBefore(needed / _voice.FrameSamples);
        }
    }

    private SpeechObservation Observe(long from, long to)
    {
        _emittedEnd = to;
        ReadOnlySpan<bool> speech = _speech.Between(from / _voice.FrameSamples, (to + _voice.FrameSamples - 1) / _voice.FrameSamples);
        float presence = speech.IsEmpty ? 0 : (float)speech.Count(true) / speech.Length;
        (MediaTime start, MediaTime end) = (TimeOf(from), TimeOf(to));
        if (presence <= 0 || presence < _minPresence)
            return new SpeechObservation(start, end, presence, null, null);
        ReadOnlySpan<float> mel = _mel.Between(MelFrameAt(from) * _spec.MelBands, (to / _spec.HopSamples + 1) * _spec.MelBands);
        LogMelWindow.Assemble(_spec, mel, _features);
        _classifier.Classify(_features, _probabilities);
        _projection.Project(_probabilities, _shared);
        return new SpeechObservation(start, end, presence,
            new EmotionEstimate(_classifier.Spec.Labels, _probabilities), new EmotionEstimate(EmotionLabelSet.Shared7, _shared));
    }

    private long MelFrameAt(long sample) => (Math.Max(0, sample) + _spec.HopSamples - 1) / _spec.HopSamples;

    private MediaTime TimeOf(long sample) => _start!.Value + (MediaTime.FromSamples(sample, _spec.SampleRateHz) - MediaTime.Zero);
}
