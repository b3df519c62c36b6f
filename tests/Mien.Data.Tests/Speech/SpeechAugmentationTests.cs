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
