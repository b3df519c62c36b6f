using System.Buffers.Binary;
using System.Text;

namespace Mien.Data.Speech;

/// <summary>Writes RIFF WAVE files, mono, 16 bits.</summary>
public static class WaveFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="stream">Takes the file; left open.</param>
    /// <param name="samples">Full scale -32768..32767.</param>
    /// <param name="sampleRateHz">Samples a second.</param>
    public static void Write(Stream stream, ReadOnlySpan<short> samples, int sampleRateHz)
    {
        const short Pcm = 1, Mono = 1, BytesPerSample = 2;
        using BinaryWriter writer = new(stream, Encoding.ASCII, leaveOpen: true);
        int length = checked(samples.Length * BytesPerSample);
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write(Pcm);
        writer.Write(Mono);
        writer.Write(sampleRateHz);
        writer.Write(sampleRateHz * BytesPerSample);
        writer.Write(BytesPerSample);
        writer.Write((short)(8 * BytesPerSample));
        writer.Write("data"u8);
        writer.Write(length);
        byte[] bytes = new byte[length];
        for (int index = 0; index < samples.Length; index++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(index * BytesPerSample), samples[index]);
        writer.Write(bytes);
    }
}
