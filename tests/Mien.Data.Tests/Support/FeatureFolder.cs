using System.IO.Compression;
using System.Text;

namespace Mien.Data.Tests.Support;

/// <summary>Writes features.npz and index.csv.</summary>
internal static class FeatureFolder
{
    /// <summary>Writes an archive of 32-bit arrays, replacing any.</summary>
    public static void WriteArrays(string folder, params ReadOnlySpan<(string Name, int[] Shape, float[] Values)> arrays)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "features.npz");
        File.Delete(path);
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, int[] shape, float[] values) in arrays)
        {
            string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}".PadRight(117) + "\n";
            using BinaryWriter writer = new(archive.CreateEntry($"{name}.npy").Open());
            writer.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
            writer.Write((short)header.Length);
            writer.Write(Encoding.ASCII.GetBytes(header));
            foreach (float value in values)
                writer.Write(value);
        }
    }

    /// <summary>
    /// Samples of two arrays, <c>face</c> (2 numbers) and <c>voice</c> (3), and of three emotions, of twelve people, far from zero
    /// and of different sizes. Sequences of an emotion differ from those of another by the order of their steps only, so that
    /// whoever sees the steps one by one, or their mean, cannot tell them apart.
    /// </summary>
    /// <param name="folder">The folder to write to.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="steps">Steps of a sequence; null for single vectors, which differ by their values.</param>
    public static void WriteEmotions(string folder, int samples, int? steps)
    {
        string[] labels = ["happy", "sad", "anger"];
        Random random = new(5);
        List<float> face = [], voice = [];
        StringBuilder index = new("row,clip,dataset,actor,label\n");
        for (int sample = 0; sample < samples; sample++)
        {
            int label = random.Next(labels.Length), length = steps ?? 1;
            for (int step = 0; step < length; step++)
            {
                double ramp = 2.0 * step / Math.Max(1, length - 1) - 1;
                // Up, down, and up to the middle then from the other end: the same values in three orders.
                double value = steps is null ? label - 1 : label switch { 0 => ramp, 1 => -ramp, _ => 2.0 * ((step + length / 2) % length) / (length - 1) - 1 };
                face.AddRange([(float)(100 + 5 * (value + Noise())), (float)(5 * Noise())]);
                voice.AddRange([(float)(0.001 * (value + Noise())), (float)Noise(), (float)(-3 + Noise())]);
            }
            index.Append(FormattableString.Invariant($"{sample},clip{sample},made,{sample % 12:00},{labels[label]}\n"));
        }
        int[] Shape(int numbers) => steps is { } count ? [samples, count, numbers] : [samples, numbers];
        WriteArrays(folder, ("face", Shape(2), [.. face]), ("voice", Shape(3), [.. voice]));
        File.WriteAllText(Path.Combine(folder, "index.csv"), index.ToString());

        double Noise() => 0.2 * (random.NextDouble() + random.NextDouble() - 1);
    }
}
