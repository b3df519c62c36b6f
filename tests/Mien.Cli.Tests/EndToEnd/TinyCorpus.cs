using System.Diagnostics;
using Mien.Core;
using Mien.Torch;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>A folder with a corpus of short tones named as RAVDESS's recordings, and a config that trains a tiny model on it.</summary>
internal sealed class TinyCorpus : IDisposable
{
    private const int SampleRateHz = 16000;

    public TinyCorpus(int epochs)
    {
        Assert.SkipUnless(NativeLibraryLocator.Find("libmien_torch.so") is not null, "The binding to libtorch is not built; run ./mien build.");
        string recordings = Path.Combine(Folder, "data", "ravdess_speech");
        Directory.CreateDirectory(recordings);
        for (int speaker = 1; speaker <= 4; speaker++)
            for (int emotion = 1; emotion <= 8; emotion++)
                File.WriteAllBytes(Path.Combine(recordings, $"03-01-0{emotion}-01-01-01-0{speaker}.wav"), Tone(180 * emotion + 7 * speaker));
        File.WriteAllText(Path.Combine(Folder, "tiny.yaml"), $$"""
            name: tiny
            epochs: {{epochs}}
            batch_size: 8
            threads: 1
            data:
              kind: speech
              corpora:
                - {name: ravdess, folder: ravdess_speech}
              validation_speakers: [ravdess/03]
              test_speakers: [ravdess/04]
              mel_bands: 16
              frames: 16
              cache_folder: cache
            model:
              name: speech
              encoder:
                mel_bands: 16
                channels: [4, 4, 8, 8]
                lstm_hidden: 8
            """);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mien-training-").FullName;

    /// <summary>The checkpoint of a run under an output folder.</summary>
    public string Checkpoint(string output) => Path.Combine(Folder, output, "tiny", "last.safetensors");

    public static void SkipWithoutGloo() =>
        Assert.SkipUnless(Collectives.Has(CollectiveBackend.Gloo), "libmien_torch was built without Gloo; install libgloo-dev and build it again.");

    /// <summary>Starts `mien` with arguments and where the data are.</summary>
    public MienProcess Start(params IEnumerable<string> arguments) => MienProcess.Start(Folder, [.. arguments, "--data", "data"]);

    /// <summary>Waits until a run has a checkpoint that is newer than a time.</summary>
    public async Task AwaitCheckpoint(MienProcess process, string output, DateTime newerThan = default)
    {
        string path = Checkpoint(output);
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(2) && !process.HasEnded; await Task.Delay(5))
            if (File.Exists(path) && File.GetLastWriteTimeUtc(path) > newerThan)
                return;
        Assert.Fail($"There is no new checkpoint at {path}{(process.HasEnded ? $": {await process.WaitAsync()}" : "")}.");
    }

    public static void AssertSameWeights(string expectedPath, string actualPath)
    {
        using TensorScope scope = TensorScope.Begin();
        Dictionary<string, string> expected = Bytes(expectedPath), actual = Bytes(actualPath);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);

        static Dictionary<string, string> Bytes(string path) => SafeTensors.Load(path).ToDictionary(entry => entry.Key, entry => Convert.ToHexString(entry.Value.ToBytes()));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // A third of a second, 16 bits, mono.
    private static byte[] Tone(double frequencyHz)
    {
        short[] samples = [.. Enumerable.Range(0, SampleRateHz / 3).Select(sample => (short)(8000 * Math.Sin(2 * Math.PI * frequencyHz * sample / SampleRateHz)))];
        using MemoryStream file = new();
        using BinaryWriter writer = new(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + 2 * samples.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SampleRateHz);
        writer.Write(2 * SampleRateHz);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * samples.Length);
        foreach (short sample in samples)
            writer.Write(sample);
        return file.ToArray();
    }
}
