using Mien.Media.Tests.Support;

namespace Mien.Media.Tests;

/// <summary>Many recordings at once give the samples that each gives alone.</summary>
public sealed class RecordingDecoderTests : MediaTest
{
    private const string Sound = "-f lavfi -i aevalsrc=0.4*sin(300*t*t)+0.3*sin(5000*t):sample_rate=";

    [Fact]
    public async Task Any_format_gives_the_very_samples_that_it_gives_alone()
    {
        string[] paths =
        [
            .. new[] { "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le" }.Select(codec => Media.Make($"{codec}.wav", $"{Sound}16000:duration=0.7 -c:a {codec}")),
            Media.Make("loud.wav", $"-f lavfi -i aevalsrc=1.7*sin(2000*t):sample_rate=16000:duration=0.3 -c:a pcm_f32le"),
            Media.Make("wide.wav", $"{Sound}48000:duration=0.7"),
            Media.Make("stereo.wav", $"{Sound}16000:duration=0.7 -ac 2"),
            Media.Make("mono.flac", $"{Sound}16000:duration=0.7"),
            Media.Make("wide.flac", $"{Sound}44100:duration=0.7 -ac 2"),
            Media.Make("small.mp3", $"{Sound}44100:duration=0.7"),
            Media.Make("small.ogg", $"{Sound}48000:duration=0.7"),
        ];

        float[]?[] together = await RecordingDecoder.DecodeAsync(paths, 16000);

        for (int index = 0; index < paths.Length; index++)
        {
            float[] alone = await ReadAudio(await MediaFileSource.OpenAsync(paths[index]));
            Assert.True(alone.AsSpan().SequenceEqual(together[index]), $"{paths[index]} differs.");
        }
    }

    [Fact]
    public void Wave_files_at_the_rate_are_read_without_ffmpeg_and_others_are_not()
    {
        string mono = Media.Make("mono.wav", $"{Sound}16000:duration=0.2 -c:a pcm_s24le");
        byte[] bytes = File.ReadAllBytes(mono);
        string cut = Media.PathOf("cut.wav");
        File.WriteAllBytes(cut, bytes[..^3000]);

        Assert.Equal(3200, WaveReader.TryRead(mono, 16000)!.Length);
        Assert.Null(WaveReader.TryRead(mono, 8000));
        Assert.Null(WaveReader.TryRead(Media.Make("stereo.wav", $"{Sound}16000:duration=0.2 -ac 2"), 16000));
        Assert.Null(WaveReader.TryRead(cut, 16000));
        Assert.Null(WaveReader.TryRead(Media.PathOf("absent.wav"), 16000));
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_harms_no_other()
    {
        string sound = Media.Make("good.flac", $"{Sound}16000:duration=0.3");
        List<string> paths = [];
        for (int number = 0; number < RecordingDecoder.BatchSize + 5; number++)
        {
            string path = Media.PathOf($"{number}.flac");
            paths.Add(path);
            if (number == 7)
                File.WriteAllText(path, "no sound at all");
            else if (number == 20)
                File.WriteAllBytes(path, []);
            else if (number != 30)
                File.Copy(sound, path);
        }

        float[]?[] decoded = await RecordingDecoder.DecodeAsync(paths, 16000);

        Assert.Equal([7, 20, 30], Enumerable.Range(0, paths.Count).Where(number => decoded[number] is null));
        Assert.All(decoded.OfType<float[]>(), samples => Assert.Equal(decoded[0], samples));
    }
}
