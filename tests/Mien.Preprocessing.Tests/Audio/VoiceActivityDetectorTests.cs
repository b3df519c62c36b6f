using Mien.Core;

namespace Mien.Preprocessing.Tests.Audio;

public sealed class VoiceActivityDetectorTests
{
    private const int Rate = 16000;

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void Steady_white_noise_is_no_speech(double amplitude) =>
        Assert.All(Detect(Noise(4 * Rate, amplitude)), frame => Assert.False(frame.IsSpeech));

    [Fact]
    public void Silence_is_no_speech() => Assert.All(Detect(new float[2 * Rate]), frame => Assert.False(frame.IsSpeech));

    [Theory]
    [InlineData(0.0005)]
    [InlineData(0.01)]
    public void A_voice_in_noise_is_found_where_it_is(double noise)
    {
        // A second of noise, a second of voice, a second of noise.
        float[] signal = Noise(3 * Rate, noise);
        float[] voice = Vowel(Rate, 0.2);
        for (int n = 0; n < voice.Length; n++)
            signal[Rate + n] += voice[n];
        List<VoiceActivityFrame> frames = Detect(signal);
        Assert.All(frames.Where(frame => frame.Time.Seconds is < 0.95 or > 1.3 + 0.05 + 1), frame => Assert.False(frame.IsSpeech, frame.ToString()));
        Assert.All(frames.Where(frame => frame.Time.Seconds is > 1.12 and < 1.95), frame => Assert.True(frame.IsSpeech, frame.ToString()));
    }

    [Fact]
    public void A_click_is_no_speech()
    {
        float[] signal = Noise(2 * Rate, 0.001);
        for (int n = 0; n < 30; n++)
            signal[Rate + n] = n % 2 == 0 ? 0.8f : -0.8f;
        Assert.All(Detect(signal), frame => Assert.False(frame.IsSpeech));
    }

    [Fact]
    public void A_pause_shorter_than_the_hangover_does_not_end_speech()
    {
        float[] signal = [.. Noise(Rate, 0.0005), .. Vowel(Rate / 2, 0.2), .. Noise(Rate / 6, 0.0005), .. Vowel(Rate / 2, 0.2), .. Noise(Rate, 0.0005)];
        List<VoiceActivityFrame> frames = Detect(signal);
        Assert.Single(Enumerable.Range(1, frames.Count - 1), i => frames[i].IsSpeech && !frames[i - 1].IsSpeech);
        VoiceActivityOptions impatient = new() { Hangover = TimeSpan.FromMilliseconds(50) };
        frames = [.. new VoiceActivityDetector(impatient).Push(signal)];
        Assert.Equal(2, Enumerable.Range(1, frames.Count - 1).Count(i => frames[i].IsSpeech && !frames[i - 1].IsSpeech));
    }

    [Fact]
    public void The_level_of_a_full_sine_is_that_of_full_scale()
    {
        float[] sine = [.. Enumerable.Range(0, Rate).Select(n => (float)Math.Sin(2 * Math.PI * 1000 * n / Rate))];
        Assert.All(Detect(sine), frame => Assert.Equal(0, frame.LevelDb, 0.1f));
    }

    [Fact]
    public void Chunks_of_any_size_give_the_frames_of_the_whole()
    {
        float[] signal = [.. Noise(5000, 0.01), .. Vowel(9001, 0.3), .. Noise(4000, 0.01)];
        VoiceActivityDetector stream = new();
        List<VoiceActivityFrame> frames = [];
        Random random = new(4);
        for (int at = 0; at < signal.Length;)
        {
            int count = Math.Min(random.Next(1500), signal.Length - at);
            frames.AddRange(stream.Push(signal.AsSpan(at, count)));
            at += count;
        }
        Assert.Equal(Detect(signal), frames);
    }

    [Theory]
    [InlineData(8000, 128)]
    [InlineData(16000, 256)]
    [InlineData(48000, 1024)]
    public void Frames_last_about_16_ms_at_any_rate(int rate, int samples)
    {
        VoiceActivityDetector detector = new(new VoiceActivityOptions { SampleRateHz = rate });
        Assert.Equal(samples, detector.FrameSamples);
        Assert.Equal(MediaTime.FromSamples(samples, rate), detector.Push(new float[4 * samples])[1].Time);
    }

    [Fact]
    public void Wrong_options_are_refused() =>
        Assert.Contains("-1 dB", Assert.Throws<UserErrorException>(() => new VoiceActivityDetector(new VoiceActivityOptions { MarginDb = -1 })).Message);

    private static List<VoiceActivityFrame> Detect(float[] signal) => [.. new VoiceActivityDetector().Push(signal)];

    private static float[] Noise(int samples, double amplitude)
    {
        Random random = new(11);
        return [.. Enumerable.Range(0, samples).Select(_ => (float)(amplitude * (2 * random.NextDouble() - 1)))];
    }

    // Harmonics of 140 Hz that fade like a vowel's.
    private static float[] Vowel(int samples, double amplitude) =>
        [.. Enumerable.Range(0, samples).Select(n => (float)(amplitude * Enumerable.Range(1, 20).Sum(h => Math.Sin(2 * Math.PI * 140 * h * n / Rate + h * h) / h)))];
}
