using Mien.Data.Speech;

namespace Mien.Server.Tests;

/// <summary>Things to upload.</summary>
internal static class Media
{
    private const int SampleRateHz = 16000;

    /// <summary>A PNG with one face.</summary>
    public static byte[] Portrait { get; } = File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "images", "demo.png"));

    /// <summary>A WAV of noise that comes and goes, mono, 16 bits.</summary>
    public static byte[] Noise(double seconds)
    {
        short[] samples = new short[(int)(seconds * SampleRateHz)];
        Random random = new(1);
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (short)(random.Next(-6000, 6000) * Math.Abs(Math.Sin(i * 3.0 / SampleRateHz)));
        using MemoryStream wave = new();
        WaveFile.Write(wave, samples, SampleRateHz);
        return wave.ToArray();
    }
}
