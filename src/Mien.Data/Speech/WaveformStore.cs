using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Mien.Core;
using Mien.Media;

namespace Mien.Data.Speech;

/// <summary>
/// Decoded recordings, 16 bits a sample. Decoding starts FFmpeg for each file, so the result is also kept in a cache folder under
/// a name made of path, size, time of change and rate; the folder may be deleted at any time, and several runs may share it.
/// </summary>
/// <param name="cacheFolder">Where decoded recordings are kept; null for nowhere.</param>
/// <param name="sampleRateHz">Samples a second.</param>
public sealed class WaveformStore(string? cacheFolder, int sampleRateHz)
{
    /// <summary>Decodes recordings, several at once.</summary>
    /// <param name="paths">Audio files.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <returns>Mono samples of each file, full scale -32768..32767.</returns>
    /// <exception cref="UserErrorException">A file is missing or has no sound.</exception>
    public short[][] Read(IReadOnlyList<string> paths, CancellationToken cancellationToken = default)
    {
        short[][] waveforms = new short[paths.Count][];
        try
        {
            Parallel.ForAsync(0, paths.Count, cancellationToken, async (index, stop) => waveforms[index] = await ReadAsync(paths[index], stop)).GetAwaiter().GetResult();
        }
        catch (AggregateException failure) when (failure.InnerExceptions.OfType<UserErrorException>().FirstOrDefault() is { } error)
        {
            throw error;
        }
        return waveforms;
    }

    private async Task<short[]> ReadAsync(string path, CancellationToken cancellation)
    {
        string? cached = cacheFolder is null ? null : Path.Combine(cacheFolder, CacheName(path));
        if (cached is not null && File.Exists(cached))
            return FromBytes(await File.ReadAllBytesAsync(cached, cancellation));
        MediaFileSource source = await MediaFileSource.OpenAsync(path, new MediaReadOptions { AudioSampleRateHz = sampleRateHz, AudioChunkSamples = sampleRateHz }, cancellation);
        List<short> samples = [];
        await foreach (AudioChunk chunk in source.ReadAudioAsync(cancellation))
            foreach (float sample in chunk.Samples.Span)
                samples.Add((short)Math.Clamp(MathF.Round(sample * 32768), short.MinValue, short.MaxValue));
        if (samples.Count == 0)
            throw new UserErrorException($"The recording {path} holds no sound; remove it from the dataset or fetch it again.");
        if (cached is not null)
            AtomicFile.Write(cached, stream => stream.Write(ToBytes(CollectionsMarshal.AsSpan(samples))));
        return [.. samples];
    }

    private string CacheName(string path)
    {
        FileInfo file = new(path);
        string key = FormattableString.Invariant($"{file.FullName}|{(file.Exists ? file.Length : -1)}|{file.LastWriteTimeUtc.Ticks}|{sampleRateHz}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32] + ".pcm";
    }

    private static byte[] ToBytes(ReadOnlySpan<short> samples)
    {
        byte[] bytes = new byte[samples.Length * sizeof(short)];
        for (int index = 0; index < samples.Length; index++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(index * sizeof(short)), samples[index]);
        return bytes;
    }

    private static short[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        short[] samples = new short[bytes.Length / sizeof(short)];
        for (int index = 0; index < samples.Length; index++)
            samples[index] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(index * sizeof(short))..]);
        return samples;
    }
}
