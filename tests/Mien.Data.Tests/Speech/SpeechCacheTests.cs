using Mien.Core;
using Mien.Data.Caching;
using Mien.Data.Speech;
using Mien.Preprocessing;

namespace Mien.Data.Tests.Speech;

public sealed class SpeechCacheTests : IDisposable
{
    private static readonly AudioSpec s_spec = new() { SampleRateHz = 8000, FftSize = 512, HopSamples = 256, MelBands = 16, Frames = 20 };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Waveforms_and_spectrograms_come_from_the_cache_and_follow_the_files_content()
    {
        string wave = Path.Combine(_folder.Path, "03a01Wa.wav"), cache = Path.Combine(_folder.Path, "cache");
        WriteTone(wave, 0.05);
        float[] first = Read(wave, cache);
        int entries = Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories).Count();

        Assert.Equal(2, entries); // one waveform, one spectrogram
        Assert.Equal(first, Read(wave, cache));
        Assert.Equal(first, Read(wave, null));
        File.SetLastWriteTimeUtc(wave, DateTime.UnixEpoch);
        Assert.Equal(first, Read(wave, cache));
        Assert.Equal(entries, Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories).Count());

        DateTime changed = File.GetLastWriteTimeUtc(wave);
        WriteTone(wave, 0.4);
        File.SetLastWriteTimeUtc(wave, changed); // the same name, size and time; another sound
        Assert.NotEqual(first, Read(wave, cache));
    }

    public void Dispose() => _folder.Dispose();

    private static void WriteTone(string path, double step) =>
        AtomicFile.Write(path, stream => WaveFile.Write(stream, [.. Enumerable.Range(0, 8000).Select(index => (short)(10000 * Math.Sin(index * step)))], 8000));

    private static float[] Read(string wave, string? cache)
    {
        SpeechDataset dataset = new(
            [new SpeechSample(wave, "emodb", "emodb/03", "anger")], SpeechLabels.EmoDb7, s_spec, new WaveformStore(cache, 8000), cache: cache is null ? null : new ContentCache(cache));
        float[] input = new float[16 * 20], target = new float[7];
        dataset.Read(0, new SampleBuffer(input, target), null);
        return input;
    }
}
