using System.Runtime.InteropServices;
using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests;

public sealed class AudioReadingTests : MediaTest
{
    [Theory]
    [InlineData(8000, 1, 0.125)] // FFmpeg's sine has the amplitude 1/8
    [InlineData(16000, 1, 0.125)]
    [InlineData(44100, 2, 0.125)]
    [InlineData(96000, 1, 0.125)]
    public async Task Any_rate_and_channel_count_becomes_16_kHz_mono(int rate, int channels, double amplitude)
    {
        string path = Media.Make("tone.wav", $"-f lavfi -i sine=frequency=500:sample_rate={rate}:duration=1 -ac {channels}");
        MediaFileSource source = await MediaFileSource.OpenAsync(path);
        Assert.Equal((MediaKind.Audio, rate, channels), (source.Info.Kind, source.Info.Audio!.SampleRateHz, source.Info.Audio.Channels));
        float[] samples = await ReadAudio(source);
        Assert.InRange(samples.Length, 15990, 16010);
        // Away from the ends, where the resampler fades, it is the sine of 500 Hz in the right phase.
        for (int n = 200; n < 15800; n++)
            Assert.Equal(amplitude * Math.Sin(2 * Math.PI * 500 * n / 16000), samples[n], 0.01);
        Assert.Empty(await ReadFrames(source));
    }

    [Fact]
    public async Task Six_channels_are_mixed()
    {
        string path = Media.Make("six.flac", "-f lavfi -i aevalsrc=0.1*sin(2000*t)|0.1*sin(2000*t)|0.2*sin(2000*t)|0|0|0:channel_layout=5.1:sample_rate=48000:duration=1");
        MediaFileSource source = await MediaFileSource.OpenAsync(path);
        Assert.Equal(6, source.Info.Audio!.Channels);
        float[] samples = await ReadAudio(source);
        Assert.InRange(samples.Length, 15990, 16010);
        // Front left and right count 1/sqrt 2, the centre 1 (ITU-R BS.775).
        Assert.Equal(0.1 * Math.Sqrt(2) + 0.2, samples.Max(), 0.01);
    }

    [Fact]
    public async Task Sound_that_begins_late_is_preceded_by_silence()
    {
        string path = Media.Make("late.mkv", "-f lavfi -i testsrc=size=64x48:rate=10:duration=2 -itsoffset 0.5 -f lavfi -i sine=frequency=500:sample_rate=16000:duration=1 -c:v ffv1 -c:a pcm_s16le");
        MediaFileSource source = await MediaFileSource.OpenAsync(path);
        Assert.Equal(0.5, source.Info.Audio!.Start.TotalSeconds, 1e-3);
        float[] samples = await ReadAudio(source);
        Assert.InRange(samples.Length, 23990, 24010);
        Assert.All(samples[..7980], sample => Assert.Equal(0, sample, 1e-4f));
        for (int n = 8100; n < 23900; n++)
            Assert.Equal(0.125 * Math.Sin(2 * Math.PI * 500 * (n - 8000) / 16000), samples[n], 0.01);
    }

    [Fact]
    public async Task Pictures_that_begin_late_keep_the_common_zero()
    {
        string path = Media.Make("late.mkv", "-f lavfi -i sine=frequency=500:sample_rate=16000:duration=2 -itsoffset 0.5 -f lavfi -i testsrc=size=64x48:rate=10:duration=1 -map 0 -map 1 -c:v ffv1 -c:a pcm_s16le");
        MediaFileSource source = await MediaFileSource.OpenAsync(path);
        Assert.Equal(0.5, source.Info.Video!.Start.TotalSeconds, 1e-3);
        Assert.Equal(500_000, (await ReadFrames(source))[0].Time.Microseconds);
        Assert.InRange((await ReadAudio(source)).Length, 31990, 32010);
    }

    [Fact]
    public async Task A_part_keeps_the_times_and_samples_of_the_whole()
    {
        string path = Media.Make("tone.wav", "-f lavfi -i aevalsrc=0.1*sin(300*t*t):sample_rate=16000:duration=3");
        float[] all = await ReadAudio(await MediaFileSource.OpenAsync(path));
        TimeSpan start = TimeSpan.FromSeconds(1.25);
        MediaReadOptions options = new() { Start = start, Duration = TimeSpan.FromSeconds(0.5), AudioChunkSamples = 777 };
        float[] part = await ReadAudio(await MediaFileSource.OpenAsync(path, options), start);
        Assert.Equal(8000, part.Length);
        for (int n = 0; n < part.Length; n++)
            Assert.Equal(all[20000 + n], part[n], 1e-6f);
    }

    [Fact]
    public async Task Samples_that_are_no_numbers_become_silence_and_are_reported()
    {
        float[] samples = [.. Enumerable.Range(0, 16000).Select(n => (float)(0.5 * Math.Sin(n * 0.05)))];
        samples[100] = float.NaN;
        samples[200] = float.PositiveInfinity;
        samples[300] = float.NegativeInfinity;
        MediaFileSource source = await MediaFileSource.OpenAsync(WriteFloatWave("nan.wav", samples));
        float[] read = await ReadAudio(source);
        Assert.Equal(16000, read.Length);
        Assert.Equal([0f, 0f, 0f], [read[100], read[200], read[300]]);
        Assert.Equal(samples[101], read[101]);
        Assert.Equal($"3 of 16000 samples of the sound of {source.Info.Path} are not numbers (NaN or infinite) and were taken as silence.", Assert.Single(source.Warnings));
    }

    [Fact]
    public async Task Sound_of_nothing_but_NaN_is_refused()
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(WriteFloatWave("nan.wav", [.. Enumerable.Repeat(float.NaN, 4000)]));
        Assert.Contains("Not one sample", (await Assert.ThrowsAsync<UserErrorException>(() => ReadAudio(source))).Message);
    }

    [Fact]
    public async Task Sound_without_samples_is_refused()
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(WriteFloatWave("empty.wav", []));
        Assert.Contains("holds no samples", (await Assert.ThrowsAsync<UserErrorException>(() => ReadAudio(source))).Message);
    }

    [Fact]
    public async Task A_cover_picture_does_not_make_music_a_film()
    {
        string cover = Media.Make("cover.png", "-f lavfi -i testsrc=size=64x64:rate=1:duration=1 -frames:v 1");
        string path = Media.Make("song.mp3", $"-f lavfi -i sine=frequency=500:sample_rate=44100:duration=1 -i {cover} -map 0 -map 1 -c:v copy -disposition:v attached_pic");
        MediaFileSource source = await MediaFileSource.OpenAsync(path);
        Assert.Equal(MediaKind.Audio, source.Info.Kind);
        Assert.Null(source.Info.Video);
        Assert.NotEmpty(await ReadAudio(source));
    }

    [Fact]
    public async Task A_reader_that_leaves_early_leaves_no_process()
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(Media.Make("tone.wav", "-f lavfi -i sine=frequency=500:sample_rate=16000:duration=600"));
        await foreach (AudioChunk chunk in source.ReadAudioAsync())
        {
            Assert.Equal(1600, chunk.Samples.Length);
            break;
        }
        Assert.Empty(ChildProcesses.OfFfmpeg());
    }

    // RIFF WAVE with IEEE floats (format 3), mono, 16 kHz.
    private string WriteFloatWave(string name, ReadOnlySpan<float> samples)
    {
        using MemoryStream memory = new();
        using BinaryWriter writer = new(memory);
        ReadOnlySpan<byte> data = MemoryMarshal.AsBytes(samples);
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)3);
        writer.Write((short)1);
        writer.Write(16000);
        writer.Write(64000);
        writer.Write((short)4);
        writer.Write((short)32);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
        return Media.Write(name, memory.ToArray());
    }
}
