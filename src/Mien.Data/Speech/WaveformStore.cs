using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Mien.Core;
using Mien.Data.Caching;
using Mien.Media;

namespace Mien.Data.Speech;

/// <summary>
/// Decoded recordings, 16 bits a sample. Decoding starts FFmpeg for each file, so the result is also kept in a
/// <see cref="ContentCache"/>, under the hash of the file's bytes.
/// </summary>
/// <param name="cacheFolder">Where decoded recordings are kept; null for nowhere.</param>
/// <param name="sampleRateHz">Samples a second.</param>
public sealed class WaveformStore(string? cacheFolder, int sampleRateHz)
{
    private readonly ContentCache? _cache = cacheFolder is null ? null : new ContentCache(cacheFolder);

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
        if (!File.Exists(path))
            throw new UserErrorException($"The recording {path} does not exist; copy it again, or drop it with `mien dataset clean`.");
        string? key = _cache is null ? null : ContentCache.KeyOfFile(path, FormattableString.Invariant($"waveform 1|{sampleRateHz}"));
        if (key is not null && _cache!.TryRead(key) is { } kept)
            return FromBytes(kept);
        MediaFileSource source = await MediaFileSource.OpenAsync(path, new MediaReadOptions { AudioSampleRateHz = sampleRateHz, AudioChunkSamples = sampleRateHz }, cancellation);
        List<short> samples = [];
        await foreach (AudioChunk chunk in source.ReadAudioAsync(cancellation))
            foreach (float sample in chunk.Samples.Span)
                samples.Add((short)Math.Clamp(MathF.Round(sample * 32768), short.MinValue, short.MaxValue));
        if (samples.Count == 0)
            throw new UserErrorException($"The recording {path} holds no sound; remove it from the dataset or fetch it again.");
        if (key is not null)
            _cache!.Write(key, ToBytes(CollectionsMarshal.AsSpan(samples)));
        return [.. samples];
    }

    internal static byte[] ToBytes(ReadOnlySpan<short> samples)
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
