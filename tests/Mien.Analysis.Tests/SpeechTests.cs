using System.Threading.Channels;
using Mien.Core;
using Mien.Preprocessing;

namespace Mien.Analysis.Tests;

public sealed class SpeechTests
{
    [Fact]
    public async Task A_frame_gets_the_window_whose_middle_is_nearest()
    {
        SpeechObservation[] windows = [.. Enumerable.Range(0, 6).Select(i => Samples.Speech(i, i + 4))]; // middles 2, 3, ... 7
        SpeechCursor cursor = Cursor(windows);
        foreach ((double time, int expected) in new[] { (0.0, 0), (2.4, 0), (2.6, 1), (3.49, 1), (6.9, 5), (8.9, 5) })
            Assert.Same(windows[expected], await cursor.AtAsync(MediaTime.FromSeconds(time), default));
        Assert.Null(await cursor.AtAsync(MediaTime.FromSeconds(9.5), default)); // the sound has ended
    }

    [Fact]
    public async Task Before_the_sound_and_without_it_there_is_no_window()
    {
        Assert.Null(await Cursor([]).AtAsync(MediaTime.FromSeconds(1), default));
        Assert.Null(await Cursor([Samples.Speech(5, 9)]).AtAsync(MediaTime.FromSeconds(1), default));
    }

    [Fact]
    public void Any_chunks_give_the_same_windows_and_they_equal_the_batch()
    {
        float[] sound = Speechlike(11.3);
        AnalysisOptions options = new() { SpeechWindow = TimeSpan.FromSeconds(3), SpeechHop = TimeSpan.FromSeconds(1) };
        FakeSpeechClassifier whole = new(), pieces = new();
        SpeechObservation[] expected = [.. Run(whole, options, sound, [sound.Length])];
        Random random = new(3);
        SpeechObservation[] actual = [.. Run(pieces, options, sound, [.. Enumerable.Range(0, 400).Select(_ => random.Next(1, 900))])];

        Assert.Equal(expected.Select(window => (window.Start, window.End, window.Presence)), actual.Select(window => (window.Start, window.End, window.Presence)));
        Assert.Equal(whole.Windows, pieces.Windows);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8], expected[..9].Select(window => window.Start.Seconds));
        Assert.Equal(11.3, expected[^1].End.Seconds, 3);
        Assert.Equal(3, (expected[^1].End - expected[^1].Start).TotalSeconds, 3);

        // The second window, 1 s to 4 s, holds the frames centred in it.
        AudioSpec spec = whole.Spec.Audio!;
        float[] frames = new LogMelExtractor(spec).Frames(sound);
        int from = (16000 + 511) / 512, to = 64000 / 512 + 1;
        float[] features = new float[spec.MelBands * spec.Frames];
        LogMelWindow.Assemble(spec, frames.AsSpan(from * spec.MelBands, (to - from) * spec.MelBands), features);
        Assert.Equal(features, whole.Windows[1]);
    }

    [Fact]
    public void A_clip_shorter_than_a_window_is_one_window()
    {
        SpeechObservation window = Assert.Single(Run(new FakeSpeechClassifier(), new AnalysisOptions(), Speechlike(1.5), [700, 9000, 30000]));
        Assert.Equal((0.0, 1.5), (window.Start.Seconds, window.End.Seconds));
        Assert.NotNull(window.Speech);
        Assert.Equal("anger", window.Shared!.Dominant);
    }

    [Fact]
    public void Silence_is_told_and_not_judged()
    {
        FakeSpeechClassifier classifier = new();
        SpeechObservation[] windows = [.. Run(classifier, new AnalysisOptions(), new float[16000 * 6], [16000])];
        Assert.NotEmpty(windows);
        Assert.All(windows, window => Assert.Equal((0f, true, true), (window.Presence, window.Speech is null, window.Shared is null)));
        Assert.Empty(classifier.Windows);
    }

    [Fact]
    public void A_sliding_buffer_is_the_end_of_an_endless_row()
    {
        Random random = new(1);
        List<int> all = [];
        SlidingBuffer<int> buffer = new();
        for (int round = 0; round < 500; round++)
        {
            int[] items = [.. Enumerable.Range(all.Count, random.Next(0, 300))];
            all.AddRange(items);
            buffer.Append(items);
            long from = random.NextInt64(buffer.First, buffer.End + 1), to = random.NextInt64(from, buffer.End + 1);
            Assert.Equal(all.GetRange((int)from, (int)(to - from)), buffer.Between(from, to).ToArray());
            buffer.DropBefore(Math.Max(buffer.First, buffer.End - 1000));
            Assert.Equal(all.Count, buffer.End);
        }
        Assert.InRange(buffer.End - buffer.First, 0, 1000);
    }

    private static IEnumerable<SpeechObservation> Run(FakeSpeechClassifier classifier, AnalysisOptions options, float[] sound, int[] chunkSizes)
    {
        SpeechWindower windower = new(classifier, options);
        int at = 0, chunk = 0;
        while (at < sound.Length)
        {
            int size = Math.Min(chunkSizes[chunk++ % chunkSizes.Length], sound.Length - at);
            foreach (SpeechObservation window in windower.Push(new AudioChunk(sound.AsMemory(at, size), 16000, MediaTime.FromSamples(at, 16000))))
                yield return window;
            at += size;
        }
        foreach (SpeechObservation window in windower.Complete())
            yield return window;
    }

    /// <summary>A buzz with the overtones of a voice, in syllables with pauses: what a level-based detector takes for speech.</summary>
    internal static float[] Speechlike(double seconds)
    {
        float[] sound = new float[(int)(seconds * 16000)];
        Random random = new(7);
        for (int n = 0; n < sound.Length; n++)
        {
            double t = n / 16000.0, value = 0;
            for (int overtone = 1; overtone <= 20; overtone++)
                value += Math.Sin(2 * Math.PI * 140 * overtone * t) / overtone;
            sound[n] = (float)(t % 0.5 < 0.35 ? 0.1 * value : 0) + 0.0005f * (random.NextSingle() - 0.5f);
        }
        return sound;
    }

    private static SpeechCursor Cursor(SpeechObservation[] windows)
    {
        Channel<SpeechObservation> channel = Channel.CreateUnbounded<SpeechObservation>();
        foreach (SpeechObservation window in windows)
            channel.Writer.TryWrite(window);
        channel.Writer.Complete();
        return new SpeechCursor(channel.Reader);
    }
}
