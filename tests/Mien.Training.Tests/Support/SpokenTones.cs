using System.Buffers.Binary;
using Mien.Data.Speech;

namespace Mien.Training.Tests.Support;

/// <summary>Recordings named as RAVDESS's are, whose pitch is the emotion: a corpus that a tiny model can learn.</summary>
internal static class SpokenTones
{
    private const int SampleRateHz = 16000;
    private const int Samples = 8000;

    /// <summary>Makes a folder <c>ravdess_speech</c> in a root, with one recording of each of the eight emotions by each actor.</summary>
    public static void Make(string root, int actors)
    {
        for (int actor = 1; actor <= actors; actor++)
        {
            string folder = Path.Combine(root, "ravdess_speech", $"Actor_{actor:00}");
            Directory.CreateDirectory(folder);
            for (int emotion = 1; emotion <= SpeechLabels.Ravdess8.Count; emotion++)
                File.WriteAllBytes(Path.Combine(folder, $"03-01-{emotion:00}-01-01-01-{actor:00}.wav"), Wave(200 * Math.Pow(1.6, emotion) * (1 + 0.01 * actor)));
        }
    }

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
