using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class LiveSpeechTests
{
    private const int RateHz = 16000;

    private static readonly AnalysisOptions s_options = new() { SpeechWindow = TimeSpan.FromSeconds(3), SpeechHop = TimeSpan.FromSeconds(1) };

    private readonly FakeSpeechClassifier _classifier = new();

    [Fact]
    public void A_window_ends_at_every_hop_and_never_ahead_of_the_sound()
    {
        LiveSpeech speech = new(_classifier, s_options);
        List<SpeechObservation> windows = [];
        float[] sound = SpeechTests.Speechlike(8);
        for (int at = 0; at < sound.Length; at += 800)
        {
            IReadOnlyList<SpeechObservation> made = speech.Push(Chunk(sound, at, 800), 1);
            Assert.All(made, window => Assert.True(window.End <= MediaTime.FromSamples(at + 800, RateHz)));
            windows.AddRange(made);
        }
        // The last one waits for the transform that reaches beyond its end.
        Assert.Equal([(0.0, 1.0), (0, 2), (0, 3), (1, 4), (2, 5), (3, 6), (4, 7)], windows.Select(window => (window.Start.Seconds, window.End.Seconds)));

        Assert.Null(speech.At(MediaTime.FromSeconds(0.99)));
        Assert.Equal(1, speech.At(MediaTime.FromSeconds(1.5))!.End.Seconds);
        Assert.Equal(7, speech.At(MediaTime.FromSeconds(8))!.End.Seconds);
        Assert.Null(speech.At(MediaTime.FromSeconds(9.1))); // two hops without news: the sound has stopped
    }

    [Fact]
    public void Every_second_window_is_every_second_hop()
    {
        LiveSpeech speech = new(_classifier, s_options);
        float[] sound = SpeechTests.Speechlike(8);
        double[] ends = [.. Enumerable.Range(0, 10).SelectMany(i => speech.Push(Chunk(sound, i * 12800, 12800), 2)).Select(window => window.End.Seconds)];
        Assert.Equal([1.0, 3, 5, 7], ends);
    }

    [Fact]
    public void Sound_in_pieces_with_trembling_times_is_heard_as_if_whole()
    {
        float[] sound = SpeechTests.Speechlike(12);
        FakeSpeechClassifier whole = new();
        new LiveSpeech(whole, s_options).Push(Chunk(sound, 0, sound.Length), 1);
        Random random = new(5);
        LiveSpeech speech = new(_classifier, s_options);
        for (int at = 0; at < sound.Length;)
        {
            int count = Math.Min(random.Next(1, 3000), sound.Length - at);
            AudioChunk chunk = Chunk(sound, at, count);
            speech.Push(chunk with { Start = chunk.Start + TimeSpan.FromMilliseconds(random.Next(-20, 20)) }, 1);
            at += count;
        }
        Assert.Equal(whole.Windows, _classifier.Windows);
    }

    [Theory]
    [InlineData(0.3)] // lost and filled with silence
    [InlineData(-0.3)] // sent twice and cut
    public void Times_stay_true_where_sound_is_missing_or_comes_twice(double gapSeconds)
    {
        LiveSpeech speech = new(_classifier, s_options);
        float[] sound = SpeechTests.Speechlike(10);
        List<double> ends = [];
        for (int i = 0; i < 10; i++)
        {
            AudioChunk chunk = Chunk(sound, i * RateHz, RateHz);
            ends.AddRange(speech.Push(i < 4 ? chunk : chunk with { Start = chunk.Start + TimeSpan.FromSeconds(gapSeconds) }, 1).Select(window => window.End.Seconds));
        }
        Assert.Equal(Enumerable.Range(1, gapSeconds > 0 ? 10 : 9).Select(i => (double)i), ends);
    }

    [Fact]
    public void After_a_long_gap_windows_begin_afresh()
    {
        LiveSpeech speech = new(_classifier, s_options);
        float[] sound = SpeechTests.Speechlike(5);
        speech.Push(Chunk(sound, 0, sound.Length), 1);
        AudioChunk later = Chunk(sound, 0, 2 * RateHz) with { Start = MediaTime.FromSeconds(100) };
        Assert.Equal((100.0, 101.0), (Assert.Single(speech.Push(later, 1)) is { } window ? (window.Start.Seconds, window.End.Seconds) : default));
        Assert.Equal(101, speech.At(MediaTime.FromSeconds(101.5))!.End.Seconds);
    }

    private static AudioChunk Chunk(float[] sound, int at, int count) => new(sound.AsMemory(at, count), RateHz, MediaTime.FromSamples(at, RateHz));
}
