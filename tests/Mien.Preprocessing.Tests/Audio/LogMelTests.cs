using Mien.Core;
using Mien.Preprocessing.Tests.Support;

namespace Mien.Preprocessing.Tests.Audio;

public sealed class LogMelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Spectrogram_and_mfcc_equal_the_reference(int clip)
    {
        using NpzArchive archive = NpzArchive.Open(SharedData.Require("golden/logmel_mfcc.npz"));
        float[] samples = archive.Read($"clip{clip}_samples").ToSingle();
        AssertClose(archive.Read($"clip{clip}_logmel64_db"), new LogMelExtractor(new AudioSpec()).Spectrogram(samples));
        AssertClose(archive.Read($"clip{clip}_mfcc20"), new Mfcc(new AudioSpec { MelBands = 128 }, 20).Extract(samples));
    }

    [Fact]
    public void One_frame_equals_the_formulas()
    {
        AudioSpec spec = new() { FftSize = 256, HopSamples = 64, MelBands = 10, Center = false, TopDb = null, WindowSamples = 200, Window = AnalysisWindow.Hamming };
        float[] samples = Signals.NoiseWithTone(256 + 64 * 3 + 17);
        float[] frames = new LogMelExtractor(spec).Frames(samples);
        Assert.Equal(4 * 10, frames.Length);
        MelFilterBank filters = new(spec);
        for (int frame = 0; frame < 4; frame++)
        {
            double[] weighed = new double[256];
            for (int n = 0; n < 200; n++)
                weighed[28 + n] = samples[64 * frame + 28 + n] * (0.54 - 0.46 * Math.Cos(2 * Math.PI * n / 200));
            double[] power = [.. NaiveFourier.Transform(weighed).Select(value => value.Magnitude * value.Magnitude)];
            for (int band = 0; band < 10; band++)
            {
                double mel = Enumerable.Range(0, filters.Bins).Sum(bin => filters[band, bin] * power[bin]);
                Assert.Equal(10 * Math.Log10(mel), frames[frame * 10 + band], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(1, AudioPadMode.Reflect)]
    [InlineData(5, AudioPadMode.Reflect)]
    [InlineData(100, AudioPadMode.Reflect)]
    [InlineData(129, AudioPadMode.Reflect)]
    [InlineData(1000, AudioPadMode.Reflect)]
    [InlineData(5, AudioPadMode.Constant)]
    [InlineData(1000, AudioPadMode.Constant)]
    public void Centred_frames_equal_frames_of_the_padded_signal(int length, AudioPadMode mode)
    {
        AudioSpec centred = new() { FftSize = 256, HopSamples = 100, MelBands = 12, PadMode = mode };
        float[] samples = Signals.NoiseWithTone(length);
        float[] padded = new float[length + 256];
        for (int n = 0; n < padded.Length; n++)
        {
            // Walk back and forth one step at a time: slow and plain.
            int at = 0, step = 1;
            for (int moves = Math.Abs(n - 128); moves > 0 && length > 1; moves--)
            {
                if (at + step < 0 || at + step >= length)
                    step = -step;
                at += step;
            }
            bool inside = n >= 128 && n < 128 + length;
            padded[n] = inside ? samples[n - 128] : mode == AudioPadMode.Reflect ? samples[at] : 0;
        }
        float[] expected = new LogMelExtractor(centred with { Center = false }).Frames(padded);
        Assert.Equal(expected, new LogMelExtractor(centred).Frames(samples));
        Assert.Equal(12 * (1 + length / 100), expected.Length);
    }

    [Fact]
    public void Pre_emphasis_is_a_difference_of_neighbours()
    {
        AudioSpec plain = new() { FftSize = 256, HopSamples = 128, MelBands = 12 };
        float[] samples = Signals.NoiseWithTone(2000);
        float[] filtered = [.. samples.Select((sample, n) => sample - 0.97f * (n == 0 ? 0 : samples[n - 1]))];
        Assert.Equal(new LogMelExtractor(plain).Frames(filtered), new LogMelExtractor(plain with { PreEmphasis = 0.97f }).Frames(samples));
    }

    [Fact]
    public void A_short_clip_is_filled_with_its_quietest_level_and_a_long_one_is_cut()
    {
        AudioSpec spec = new() { FftSize = 256, HopSamples = 128, MelBands = 8, Frames = 20, TopDb = 30, Mean = -20, Std = 5 };
        LogMelExtractor extractor = new(spec);
        float[] samples = Signals.NoiseWithTone(1280);
        float[] features = new float[extractor.FeatureCount];
        extractor.Extract(samples, features);
        float[] decibels = extractor.Spectrogram(samples); // (8, 11)
        float floor = decibels.Max() - 30;
        Assert.True(decibels.Min() >= floor);
        for (int band = 0; band < 8; band++)
            for (int frame = 0; frame < 20; frame++)
                Assert.Equal(((frame < 11 ? decibels[band * 11 + frame] : floor) + 20) / 5, features[band * 20 + frame], 1e-5f);

        float[] longer = new float[features.Length];
        extractor.Extract([.. samples, .. Signals.NoiseWithTone(9000, seed: 9).Select(sample => 50 * sample)], longer);
        // What is cut off has no influence, not even through the range, but for frames that reach into it.
        for (int band = 0; band < 8; band++)
            Assert.NotEqual(features[band * 20 + 15], longer[band * 20 + 15]);
        float[] cut = new float[features.Length];
        extractor.Extract([.. Signals.NoiseWithTone(20 * 128)], features);
        extractor.Extract([.. Signals.NoiseWithTone(20 * 128), .. Signals.NoiseWithTone(9000, seed: 9).Select(sample => 0 * sample)], cut);
        Assert.Equal(features, cut);
    }

    [Fact]
    public void With_the_maximum_as_reference_the_recording_level_does_not_matter()
    {
        LogMelExtractor extractor = new(new AudioSpec { Reference = DecibelReference.Maximum, TopDb = 40, Frames = 30 });
        float[] samples = Signals.NoiseWithTone(12000);
        float[] loud = new float[extractor.FeatureCount], quiet = new float[extractor.FeatureCount];
        extractor.Extract(samples, loud);
        extractor.Extract([.. samples.Select(sample => sample / 16)], quiet);
        Assert.Equal(0, loud.Max());
        for (int i = 0; i < loud.Length; i++)
            Assert.Equal(loud[i], quiet[i], 1e-3f);
    }

    [Fact]
    public void Silence_and_nothing_give_the_lowest_level()
    {
        LogMelExtractor extractor = new(new AudioSpec { Frames = 5, MelBands = 4 });
        float[] features = new float[20];
        extractor.Extract([], features);
        Assert.All(features, value => Assert.Equal(-100, value));
        extractor.Extract(new float[16000], features);
        Assert.All(features, value => Assert.Equal(-100, value));
        Assert.Empty(extractor.Spectrogram([]));
    }

    private static void AssertClose(NpyArray expected, float[] actual)
    {
        Assert.Equal(expected.Values.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(expected.Values[i], actual[i], 1e-3);
    }
}
