using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Mien.Analysis.Tests.Browser;

/// <summary>Sound that the browser's tests hear too: made by a formula, or from a file of 32-bit floats in the golden folder.</summary>
/// <param name="Seconds">Length where it is made.</param>
/// <param name="File">The file, or null.</param>
internal sealed record GoldenSound(double Seconds, string? File = null)
{
    public const int SampleRateHz = 16000;

    /// <summary>The samples: overtones that glide, as syllables with pauses, over a little noise.</summary>
    public float[] Make(string folder)
    {
        if (File is not null)
            return MemoryMarshal.Cast<byte, float>(System.IO.File.ReadAllBytes(Path.Combine(folder, File))).ToArray();
        float[] samples = new float[(int)(Seconds * SampleRateHz)];
        double phase = 0;
        uint noise = 1;
        for (int n = 0; n < samples.Length; n++)
        {
            double t = (double)n / SampleRateHz, value = 0;
            phase += 2 * Math.PI * (150 + 40 * Math.Sin(2 * Math.PI * 0.7 * t)) / SampleRateHz;
            for (int overtone = 1; overtone <= 15; overtone++)
                value += Math.Sin(overtone * phase) / overtone;
            double syllable = Math.Max(0, Math.Sin(2 * Math.PI * 2.5 * t)) * (t % 3 < 2 ? 1 : 0);
            noise = unchecked(noise * 1664525 + 1013904223);
            samples[n] = (float)(0.12 * syllable * value + 0.001 * (noise / 4294967296.0 - 0.5));
        }
        return samples;
    }

    public JsonObject ToJson() => new() { ["seconds"] = Seconds, ["file"] = File };
}
