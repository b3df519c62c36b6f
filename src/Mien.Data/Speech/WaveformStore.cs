using System.Buffers.Binary;
using Mien.Core;
using Mien.Data.Caching;
using Mien.Media;

namespace Mien.Data.Speech;

/// <summary>
/// Decoded recordings, 16 bits a sample. Decoding may have to start FFmpeg, so the result is also kept in a
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
        short[]?[] waveforms = new short[]?[paths.Count];
        string?[] keys = new string?[paths.Count];
        try
        {
            Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellationToken }, index => (keys[index], waveforms[index]) = Find(paths[index]));
            int[][] batches = [.. Enumerable.Range(0, paths.Count).Where(index => waveforms[index] is null).Chunk(RecordingDecoder.BatchSize)];
            Parallel.ForEachAsync(batches, cancellationToken, async (batch, stop) =>
            {
                float[]?[] decoded = await RecordingDecoder.DecodeAsync([.. batch.Select(index => paths[index])], sampleRateHz, stop);
                foreach ((int number, int index) in batch.Index())
                {
                    short[] samples = ToShorts(decoded[number] ?? await DecodeAloneAsync(paths[index], stop));
                    if (keys[index] is { } key)
                        _cache!.Write(key, ToBytes(samples));
                    waveforms[index] = samples;
                }
            }).GetAwaiter().GetResult();
        }
        catch (AggregateException failure) when (failure.InnerExceptions.OfType<UserErrorException>().FirstOrDefault() is { } error)
        {
            throw error;
        }
        return waveforms!;
    }

    // What is kept of a recording, and the key under which it is or will be.
    private (string? Key, short[]? Samples) Find(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"The recording {path} does not exist; copy it again, or drop it with `mien dataset clean`.");
        string? key = _cache is null ? null : ContentCache.KeyOfFile(path, FormattableString.Invariant($"waveform 1|{sampleRateHz}"));
        return (key, key is not null && _cache!.TryRead(key) is { } kept ? FromBytes(kept) : null);
    }

    private async Task<float[]> DecodeAloneAsync(string path, CancellationToken cancellation)
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(path, new MediaReadOptions { AudioSampleRateHz = sampleRateHz, AudioChunkSamples = sampleRateHz }, cancellation);
        List<float> samples = [];
        await foreach (AudioChunk chunk in source.ReadAudioAsync(cancellation))
            samples.AddRange(chunk.Samples.Span);
        return samples.Count > 0
            ? [.. samples]
            : throw new UserErrorException($"The recording {path} holds no sound; remove it from the dataset or fetch it again.");
    }

    private static short[] ToShorts(float[] samples) => Array.ConvertAll(samples, sample => (short)Math.Clamp(MathF.Round(sample * 32768), short.MinValue, short.MaxValue));

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
