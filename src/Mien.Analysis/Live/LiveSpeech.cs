using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>
/// The sound of one live stream: chunks with capture times in, windows of speech out. Devices lose chunks and clocks drift apart, while a
/// <see cref="SpeechWindower"/> knows samples only: where times and samples disagree by more than jitter, what is missing is filled with
/// silence and what came twice is cut; after a longer gap the windows begin afresh. For one stream and one thread.
/// </summary>
/// <param name="classifier">The speech model.</param>
/// <param name="options">Window, hop and least presence.</param>
internal sealed class LiveSpeech(ISpeechEmotionClassifier classifier, AnalysisOptions options)
{
    // Capture times of browsers and devices tremble by less; a drift of 50 ppm needs a quarter of an hour for it.
    private static readonly TimeSpan s_jitter = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestFill = TimeSpan.FromSeconds(1);

    // More windows than frames take are of no use; the oldest go first.
    private const int MostWindows = 8;

    private readonly Queue<SpeechObservation> _ahead = [];
    private SpeechWindower? _windower;
    private MediaTime _start;
    private long _samples; // since the start, silence filled in included
    private int _everyNthWindow = 1;

    /// <summary>Samples a second that the model hears.</summary>
    public int SampleRateHz { get; } = classifier.Spec.Audio!.SampleRateHz;

    /// <summary>The newest window that ended before the moment asked for; null before the first.</summary>
    public SpeechObservation? Current { get; private set; }

    private MediaTime Expected => _start + (MediaTime.FromSamples(_samples, SampleRateHz) - MediaTime.Zero);

    /// <summary>Takes the next chunk.</summary>
    /// <param name="chunk">Mono sound at <see cref="SampleRateHz"/>.</param>
    /// <param name="everyNthWindow">Every how manieth hop has a window, at least 1.</param>
    /// <returns>The windows that became complete.</returns>
    /// <exception cref="ArgumentException">Another sample rate.</exception>
    public IReadOnlyList<SpeechObservation> Push(AudioChunk chunk, int everyNthWindow)
    {
        if (chunk.SampleRateHz != SampleRateHz)
            throw new ArgumentException($"The model hears {SampleRateHz} Hz, not {chunk.SampleRateHz} Hz.", nameof(chunk));
        if (_windower is null || (chunk.Start - Expected).Duration() > s_longestFill)
            (_windower, _start, _samples) = (new SpeechWindower(classifier, options, endsEarly: true), chunk.Start, 0);
        _windower.EveryNthWindow = _everyNthWindow = everyNthWindow;
        List<SpeechObservation> windows = [];
        TimeSpan difference = chunk.Start - Expected;
        if (difference > s_jitter)
            PushPart(new float[SamplesOf(difference)]);
        PushPart(difference < -s_jitter ? chunk.Samples[Math.Min(chunk.Samples.Length, SamplesOf(-difference))..] : chunk.Samples);
        foreach (SpeechObservation window in windows)
            _ahead.Enqueue(window);
        while (_ahead.Count > MostWindows)
            _ahead.Dequeue();
        return windows;

        void PushPart(ReadOnlyMemory<float> samples)
        {
            windows.AddRange(_windower.Push(new AudioChunk(samples, SampleRateHz, Expected)));
            _samples += samples.Length;
        }
    }

    /// <summary>The window that stands for a moment: the last one that ended by then, unless that is long ago.</summary>
    /// <param name="time">The moment; must not go back.</param>
    public SpeechObservation? At(MediaTime time)
    {
        while (_ahead.TryPeek(out SpeechObservation? next) && next.End <= time)
            Current = _ahead.Dequeue();
        return Current is { } window && time - window.End <= 2 * _everyNthWindow * options.SpeechHop ? window : null;
    }

    /// <summary>Ends the sound for now: what comes next begins afresh.</summary>
    public void Pause() => _windower = null;

    private int SamplesOf(TimeSpan time) => (int)(time.TotalSeconds * SampleRateHz);
}
