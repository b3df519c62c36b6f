using Mien.Data.Speech;

namespace Mien.Data.Tests.Speech;

public sealed class SpeechAugmentationTests
{
    private const int Rate = 8000;

    private static readonly float[] s_tone = [.. Enumerable.Range(0, Rate).Select(n => 0.3f * MathF.Sin(n * 0.1f))];

    private static readonly SpeechAugmentationOptions s_nothing = new()
    {
        Speed = 0,
        GainDecibels = 0,
        ShiftSeconds = 0,
        NoiseProbability = 0,
        FrequencyMasks = 0,
        TimeMasks = 0,
    };

    [Fact]
    public void The_same_seed_gives_the_same_sound_and_another_seed_another()
    {
        SpeechAugmentation augmentation = new(new SpeechAugmentationOptions());

        Assert.Equal(augmentation.Apply(s_tone, Rate, new SampleRandom(1)), augmentation.Apply(s_tone, Rate, new SampleRandom(1)));
        Assert.NotEqual(augmentation.Apply(s_tone, Rate, new SampleRandom(1)), augmentation.Apply(s_tone, Rate, new SampleRandom(2)));
    }

    [Fact]
    public void With_everything_at_zero_the_sound_stays() =>
        Assert.Equal(s_tone, new SpeechAugmentation(s_nothing).Apply(s_tone, Rate, new SampleRandom(1)));

    [Fact]
    public void Faster_is_shorter_and_higher()
    {
        float[] faster = SpeechAugmentation.ChangeSpeed(s_tone, 1.25f);

        Assert.Equal(s_tone.Length / 1.25, faster.Length, 1.5);
        Assert.Equal(0.3f * MathF.Sin(100 * 0.125f), faster[100], 2e-3f);
    }

    [Fact]
    public void Noise_has_the_power_that_the_ratio_says()
    {
        float[] noisy = [.. s_tone];
        SpeechAugmentation.AddNoise(noisy, 20, new SampleRandom(1));
        double speech = s_tone.Sum(value => (double)value * value), noise = s_tone.Zip(noisy, (a, b) => (double)(b - a) * (b - a)).Sum();

        Assert.Equal(20, 10 * Math.Log10(speech / noise), 0.3);
    }

    [Fact]
    public void Noise_can_be_a_fraction_of_the_peak()
    {
        SpeechAugmentationOptions options = s_nothing with { NoiseProbability = 1, NoisePeakFraction = 0.05f };
        float[] noisy = new SpeechAugmentation(options).Apply(s_tone, Rate, new SampleRandom(2));
        double deviation = Math.Sqrt(s_tone.Zip(noisy, (a, b) => (double)(b - a) * (b - a)).Average());

        Assert.Equal(0.05 * s_tone.Max(MathF.Abs), deviation, 0.001);
    }

    [Fact]
    public void Pre_emphasis_is_a_difference()
    {
        float[] emphasised = new SpeechAugmentation(s_nothing with { PreEmphasisProbability = 1 }).Apply(s_tone, Rate, new SampleRandom(1));

        Assert.Equal(s_tone[0], emphasised[0]);
        for (int n = 1; n < s_tone.Length; n++)
            Assert.Equal(s_tone[n] - 0.97f * s_tone[n - 1], emphasised[n], 1e-6f);
    }

    [Fact]
    public void Compression_divides_what_is_above_the_threshold_and_leaves_the_rest()
    {
        // A loud second, then a second 30 dB below it.
        float[] sound = [.. Enumerable.Range(0, 2 * Rate).Select(n => (n < Rate ? 1 : 0.0316f) * MathF.Sin(n * 0.9f))];
        float[] compressed = [.. sound];
        DynamicRange.Compress(compressed, Rate, thresholdDecibels: -20, ratio: 4);
        double Loss(int from, int to)
        {
            double before = 0, after = 0;
            for (int n = from; n < to; n++)
                (before, after) = (before + sound[n] * sound[n], after + compressed[n] * compressed[n]);
            return 10 * Math.Log10(after / before);
        }

        // The envelope of a sine lies 1 to 4 dB below its peak, so of about 17 dB above the threshold three quarters go.
        Assert.InRange(Loss(Rate / 2, Rate), -14.9, -11.5);
        Assert.Equal(0, Loss(3 * Rate / 2, 2 * Rate), 0.01);
        float[] same = [.. sound];
        DynamicRange.Compress(same, Rate, -20, ratio: 1);
        Assert.Equal(sound, same);
    }

    [Fact]
    public void Masks_fill_whole_bands_and_frames_with_the_mean()
    {
        const int bands = 16, frames = 40;
        float[] before = [.. Enumerable.Range(0, bands * frames).Select(n => (float)n)];
        float[] after = [.. before];
        new SpeechAugmentation(s_nothing with { FrequencyMasks = 1, FrequencyMaskBands = 6 }).Mask(after, bands, frames, new SampleRandom(5));
        int[] masked = [.. Enumerable.Range(0, bands).Where(band => after[band * frames] != before[band * frames])];

        Assert.InRange(masked.Length, 1, 6);
        foreach (int band in masked)
            Assert.All(after[(band * frames)..((band + 1) * frames)], value => Assert.Equal(before.Average(), value, 0.1f));
        Assert.Equal(masked.Length * frames, before.Zip(after).Count(pair => pair.First != pair.Second));
    }
}
