using System.Globalization;
using System.Runtime.InteropServices;

namespace Mien.Media;

/// <summary>
/// Decodes many short sound files at once, to the very samples of <see cref="MediaFileSource"/>: WAV that needs no conversion is read
/// directly, the rest by one FFmpeg process for many files, where <see cref="MediaFileSource"/> starts two for each. A file with
/// anything unusual about it is left to <see cref="MediaFileSource"/>, which says what it is.
/// </summary>
public static class RecordingDecoder
{
    /// <summary>Files that one process decodes at most.</summary>
    public const int BatchSize = 32;

    /// <summary>Larger files are left to <see cref="MediaFileSource"/>, which decodes them piece by piece.</summary>
    private const long LargestFileBytes = 8 << 20;

    /// <summary>Decodes files to mono.</summary>
    /// <param name="paths">The files; any number.</param>
    /// <param name="sampleRateHz">Samples a second of the result.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Each file's samples, full scale -1..1; null for a file that is to be read by <see cref="MediaFileSource"/>: missing, large, damaged, not named as a sound file.</returns>
    public static async Task<float[]?[]> DecodeAsync(IReadOnlyList<string> paths, int sampleRateHz, CancellationToken cancellation = default)
    {
        float[]?[] decoded = new float[]?[paths.Count];
        List<int> others = [];
        for (int index = 0; index < paths.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!IsShortRecording(paths[index]))
                continue;
            decoded[index] = WaveReader.TryRead(paths[index], sampleRateHz);
            if (decoded[index] is null)
                others.Add(index);
        }
        foreach (int[] batch in others.Chunk(BatchSize))
            await DecodeBatchAsync(paths, batch, decoded, sampleRateHz, cancellation);
        return decoded;
    }

    private static bool IsShortRecording(string path)
    {
        try
        {
            return MediaFileNames.KindOf(path) == MediaKind.Audio && new FileInfo(path) is { Exists: true, Length: > 0 and <= LargestFileBytes };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // FFmpeg stops at the first file that it cannot read: halves find it.
    private static async Task DecodeBatchAsync(IReadOnlyList<string> paths, int[] batch, float[]?[] decoded, int sampleRateHz, CancellationToken cancellation)
    {
        float[]?[]? samples = await TryDecodeAsync([.. batch.Select(index => paths[index])], sampleRateHz, cancellation);
        for (int number = 0; number < samples?.Length; number++)
            decoded[batch[number]] = samples[number];
        if (samples is not null || batch.Length == 1)
            return;
        await DecodeBatchAsync(paths, batch[..(batch.Length / 2)], decoded, sampleRateHz, cancellation);
        await DecodeBatchAsync(paths, batch[(batch.Length / 2)..], decoded, sampleRateHz, cancellation);
    }

    private static async Task<float[]?[]?> TryDecodeAsync(string[] paths, int sampleRateHz, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mien-sound-");
        try
        {
            string Output(int number) => Path.Combine(folder.FullName, number.ToString(CultureInfo.InvariantCulture));
            await using FfmpegProcess process = FfmpegProcess.Start(FfmpegTools.Ffmpeg, Arguments(paths, sampleRateHz, Output));
            using CancellationTokenRegistration kill = cancellation.Register(process.Kill);
            int exitCode = await process.WaitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            // Whose a message is cannot be told; a file that causes one is read alone.
            return exitCode == 0 && process.Errors.Count == 0 ? [.. paths.Select((_, number) => ReadSamples(Output(number)))] : null;
        }
        catch (IOException)
        {
            return null; // the temporary folder is full or gone
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The same filter and formats as FfmpegAudioSource's, so that the samples are the same.
    private static List<string> Arguments(string[] paths, int sampleRateHz, Func<int, string> output)
    {
        List<string> arguments = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"];
        foreach (string path in paths)
            arguments.AddRange(["-threads", "1", "-i", FfmpegArguments.Address(path)]);
        for (int number = 0; number < paths.Length; number++)
            arguments.AddRange([
                "-map", string.Create(CultureInfo.InvariantCulture, $"{number}:a:0"), "-vn", "-sn", "-dn",
                "-af", FfmpegAudioSource.Filter, "-ac", "1", "-ar", sampleRateHz.ToString(CultureInfo.InvariantCulture),
                "-f", "f32le", "-c:a", "pcm_f32le", FfmpegArguments.Address(output(number)),
            ]);
        return arguments;
    }

    private static float[]? ReadSamples(string path)
    {
        float[] samples = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
        return samples.Length > 0 && samples.All(float.IsFinite) ? samples : null;
    }
}
