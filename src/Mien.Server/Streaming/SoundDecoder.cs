using System.Buffers.Binary;
using Mien.Core;

namespace Mien.Server.Streaming;

/// <summary>Turns a client's bytes into samples.</summary>
internal static class SoundDecoder
{
    private const float FullScale = 32768;

    // Far above any gain; beyond, sums of squares could overflow.
    private const float Loudest = 1000;

    /// <summary>Decodes a chunk.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="audio">What was announced.</param>
    /// <param name="longest">The longest chunk.</param>
    /// <returns>Samples, nominally -1..1.</returns>
    /// <exception cref="UserErrorException">It is not what was announced.</exception>
    public static float[] Decode(ReadOnlySpan<byte> payload, StreamAudio audio, TimeSpan longest)
    {
        if (payload.IsEmpty || payload.Length % audio.SampleBytes != 0)
            throw new UserErrorException($"A chunk of sound has {payload.Length} bytes, which is no whole number of samples of {audio.SampleBytes} bytes.");
        int count = payload.Length / audio.SampleBytes;
        if (count > longest.TotalSeconds * audio.SampleRateHz)
            throw new UserErrorException($"A chunk of sound has {count} samples, more than the {longest.TotalSeconds:0.###} s that one may last.");
        float[] samples = new float[count];
        for (int i = 0; i < count; i++)
        {
            samples[i] = audio.IsFloat
                ? BinaryPrimitives.ReadSingleLittleEndian(payload[(i * sizeof(float))..])
                : BinaryPrimitives.ReadInt16LittleEndian(payload[(i * sizeof(short))..]) / FullScale;
            if (!(Math.Abs(samples[i]) <= Loudest))
                throw new UserErrorException("A chunk of sound holds samples that are no numbers, or far beyond 1.");
        }
        return samples;
    }
}
