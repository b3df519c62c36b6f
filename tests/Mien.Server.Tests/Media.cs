using System.Buffers.Binary;

namespace Mien.Server.Tests;

/// <summary>Things to upload.</summary>
internal static class Media
{
    private const int SampleRateHz = 16000;

    /// <summary>A PNG with one face.</summary>
    public static byte[] Portrait { get; } = File.ReadAllBytes(Path.Combine(Root(), "docs", "images", "demo.png"));

    /// <summary>A WAV of noise that comes and goes, mono, 16 bits.</summary>
    public static byte[] Noise(double seconds)
    {
        int samples = (int)(seconds * SampleRateHz);
        byte[] wave = new byte[44 + 2 * samples];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), wave.Length - 8);
        "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(24), SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(28), 2 * SampleRateHz);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(34), 16);
        "data"u8.CopyTo(wave.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), 2 * samples);
        Random random = new(1);
        for (int i = 0; i < samples; i++)
            BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(44 + 2 * i), (short)(random.Next(-6000, 6000) * Math.Abs(Math.Sin(i * 3.0 / SampleRateHz))));
        return wave;
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mien.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Mien.slnx.");
    }
}
