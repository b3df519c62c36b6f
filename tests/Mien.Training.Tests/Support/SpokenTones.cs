using System.Buffers.Binary;
using Mien.Data.Speech;

namespace Mien.Training.Tests.Support;

/// <summary>
/// Recordings named as RAVDESS's are, whose pitch is the emotion: a corpus that a tiny model can learn. Six actors in the folder
/// <c>ravdess_speech</c>, each emotion once by each; shared by the tests of a class, with the cache of decoded recordings.
/// </summary>
public sealed class SpokenTones : IDisposable
{
    private const int SampleRateHz = 16000;
    private const int Samples = 8000;
    private const int Actors = 6;

    public SpokenTones()
    {
        for (int actor = 1; actor <= Actors; actor++)
        {
            string folder = Path.Combine(Root, "ravdess_speech", $"Actor_{actor:00}");
            Directory.CreateDirectory(folder);
            for (int emotion = 1; emotion <= SpeechLabels.Ravdess8.Count; emotion++)
                File.WriteAllBytes(Path.Combine(folder, $"03-01-{emotion:00}-01-01-01-{actor:00}.wav"), Wave(200 * Math.Pow(1.6, emotion) * (1 + 0.01 * actor)));
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("mien-tones-").FullName;

    public string Cache => Path.Combine(Root, "cache");

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static byte[] Wave(double hertz)
    {
        byte[] wave = new byte[44 + 2 * Samples];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), wave.Length - 8);
        "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(20), 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(22), 1); // mono
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(24), SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(28), SampleRateHz * 2);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(34), 16);
        "data"u8.CopyTo(wave.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), 2 * Samples);
        for (int sample = 0; sample < Samples; sample++)
            BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(44 + 2 * sample), (short)(8000 * Math.Sin(2 * Math.PI * hertz * sample / SampleRateHz)));
        return wave;
    }
}
