using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Preparing;
using Mien.Data.Speech;
using Mien.Media;

namespace Mien.Data.Tests.Speech;

public sealed class WaveformStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("ravdess_speech")]
    [InlineData("crema_d")]
    [InlineData("emodb")]
    public async Task Real_recordings_have_the_samples_that_models_were_trained_on(string corpus)
    {
        string folder = SharedData.RequireFolder(corpus);
        string[] files = [.. Directory.EnumerateFiles(folder, "*.flac", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] paths = [.. Enumerable.Range(0, 6).Select(number => files[number * files.Length / 6])];

        short[][] together = new WaveformStore(null, 16000).Read(paths);

        for (int index = 0; index < paths.Length; index++)
        {
            List<short> alone = [];
            MediaFileSource source = await MediaFileSource.OpenAsync(paths[index], new MediaReadOptions { AudioSampleRateHz = 16000 });
            await foreach (AudioChunk chunk in source.ReadAudioAsync())
                foreach (float sample in chunk.Samples.Span)
                    alone.Add((short)Math.Clamp(MathF.Round(sample * 32768), short.MinValue, short.MaxValue));
            Assert.True(alone.SequenceEqual(together[index]), $"{paths[index]} differs.");
        }
    }

    [Fact]
    public void Written_samples_come_back_and_what_cannot_be_read_is_named()
    {
        short[] samples = [.. Enumerable.Range(-400, 800).Select(index => (short)(index * 80))];
        string good = Path.Combine(_folder.Path, "good.wav"), bad = Path.Combine(_folder.Path, "bad.wav");
        AtomicFile.Write(good, stream => WaveFile.Write(stream, samples, 16000));
        File.WriteAllText(bad, "no sound");

        Assert.Equal(samples, new WaveformStore(null, 16000).Read([good])[0]);
        Assert.Contains("bad.wav", Assert.Throws<UserErrorException>(() => new WaveformStore(null, 16000).Read([good, bad])).Message);
        Assert.Contains("gone.wav", Assert.Throws<UserErrorException>(() => new WaveformStore(null, 16000).Read([good, Path.Combine(_folder.Path, "gone.wav")])).Message);
    }

    [Fact]
    public void Bad_recordings_among_good_ones_are_dropped_with_the_reason()
    {
        for (int number = 0; number < 5; number++)
        {
            int step = number;
            AtomicFile.Write(Name(number), stream => WaveFile.Write(stream, [.. Enumerable.Range(0, 2000).Select(index => (short)(index * step))], 16000));
        }
        File.Copy(Name(1), Name(5));
        File.WriteAllText(Name(6), "no sound");
        File.WriteAllBytes(Name(7), []);
        DatasetItem[] items = [.. Enumerable.Range(0, 9).Select(number => new DatasetItem { Path = Name(number), Medium = ItemMedium.Sound, Label = "happy" })];

        Assert.Equal(
            ["5.wav duplicate", "6.wav unreadable", "7.wav empty", "8.wav missing"],
            DatasetCleaner.Find(items).Select(item => $"{Path.GetFileName(item.Path)} {item.Reason}"));
    }

    public void Dispose() => _folder.Dispose();

    private string Name(int number) => Path.Combine(_folder.Path, $"{number}.wav");
}
