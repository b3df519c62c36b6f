using System.Security.Cryptography;
using Mien.Core;
using Mien.Data.Kinds;
using Mien.Interop.OpenCv;
using Mien.Media;

namespace Mien.Data.Preparing;

/// <summary>Finds files that cannot be read, are empty, or are in a dataset twice. It only looks.</summary>
public static class DatasetCleaner
{
    private const int SampleRateHz = 16_000;

    /// <summary>Looks at every item, decoding it whole, on all cores.</summary>
    /// <param name="items">The items; of equal ones that of the test part is kept, then that of validation, else the first.</param>
    /// <param name="advanced">Told how many items are done, from several threads, or null.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>What is to be dropped, in the order of the items.</returns>
    public static IReadOnlyList<DroppedItem> Find(IReadOnlyList<DatasetItem> items, Action<int>? advanced = null, CancellationToken cancellationToken = default)
    {
        DroppedItem?[] dropped = new DroppedItem?[items.Count];
        string[] contents = new string[items.Count];
        int done = 0;
        ParallelOptions options = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEachAsync(Batches(items), options, async (batch, stop) =>
        {
            // Recordings are decoded many at once; what that leaves over, and everything else, one by one.
            float[]?[] decoded = items[batch[0]].Medium == ItemMedium.Sound
                ? await RecordingDecoder.DecodeAsync([.. batch.Select(index => items[index].Path)], SampleRateHz, stop).ConfigureAwait(false)
                : new float[]?[batch.Length];
            foreach ((int number, int index) in batch.Index())
            {
                (dropped[index], contents[index]) = await LookAsync(items[index], isDecoded: decoded[number] is not null, stop).ConfigureAwait(false);
                advanced?.Invoke(Interlocked.Increment(ref done));
            }
        }).GetAwaiter().GetResult();
        MarkDuplicates(items, contents, dropped);
        return [.. dropped.OfType<DroppedItem>()];
    }

    private static IEnumerable<int[]> Batches(IReadOnlyList<DatasetItem> items) =>
        Enumerable.Range(0, items.Count).GroupBy(index => items[index].Medium == ItemMedium.Sound).SelectMany(group => group.Chunk(group.Key ? RecordingDecoder.BatchSize : 1));

    private static async Task<(DroppedItem? Dropped, string Content)> LookAsync(DatasetItem item, bool isDecoded, CancellationToken stop)
    {
        try
        {
            string content = "";
            if (item.Pixels is { } pixels)
                content = Convert.ToHexString(SHA256.HashData(pixels.Pixels.Span));
            foreach (string file in item.Files)
            {
                if (!File.Exists(file))
                    return (new DroppedItem(item.Path, "missing", $"{file} does not exist"), "");
                if (new FileInfo(file).Length == 0)
                    return (new DroppedItem(item.Path, "empty", $"{file} has no bytes"), "");
                content += item.Medium == ItemMedium.Picture ? HashPicture(file) : await HashMediaAsync(file, isDecoded, stop).ConfigureAwait(false);
            }
            return (null, content);
        }
        catch (Exception error) when (error is UserErrorException or IOException or UnauthorizedAccessException)
        {
            return (new DroppedItem(item.Path, "unreadable", error.Message), "");
        }
        catch (InvalidDataException error)
        {
            return (new DroppedItem(item.Path, "damaged", error.Message), "");
        }
    }

    // The pixels, so that a picture saved again without loss counts as the same.
    private static string HashPicture(string file)
    {
        using VideoFrame frame = ImageCodec.DecodeFile(file);
        return FormattableString.Invariant($"{frame.Width}x{frame.Height}:") + Convert.ToHexString(SHA256.HashData(frame.Rgb.Span));
    }

    private static async Task<string> HashMediaAsync(string file, bool isDecoded, CancellationToken stop)
    {
        if (!isDecoded)
            await DecodeAsync(file, stop).ConfigureAwait(false);
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexString(await SHA256.HashDataAsync(stream, stop).ConfigureAwait(false));
    }

    private static async Task DecodeAsync(string file, CancellationToken stop)
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(file, new MediaReadOptions { DecoderThreads = 1, AudioSampleRateHz = SampleRateHz, AudioChunkSamples = SampleRateHz }, stop).ConfigureAwait(false);
        await foreach (VideoFrame frame in source.ReadFramesAsync(stop).ConfigureAwait(false))
            frame.Dispose();
        long samples = 0;
        await foreach (AudioChunk chunk in source.ReadAudioAsync(stop).ConfigureAwait(false))
            samples += chunk.Samples.Length;
        if (source.Info.Video is null && samples == 0)
            throw new UserErrorException($"{file} holds no sound");
        if (source.Warnings.Count > 0)
            throw new InvalidDataException(source.Warnings[0]);
    }

    private static void MarkDuplicates(IReadOnlyList<DatasetItem> items, string[] contents, DroppedItem?[] dropped)
    {
        Dictionary<string, DatasetItem> first = [];
        // What is reported stays complete; learning from a copy of it is what must not be.
        foreach (int index in Enumerable.Range(0, items.Count).OrderByDescending(index => items[index].Part ?? PublishedPart.Training))
        {
            if (contents[index].Length == 0 || first.TryAdd(contents[index], items[index]))
                continue;
            DatasetItem same = first[contents[index]];
            string other = same.Label == items[index].Label ? "" : $", which is labelled {same.Label ?? "nothing"} and this one {items[index].Label ?? "nothing"}";
            string part = same.Part == items[index].Part ? "" : $"; that one is in the part {same.Part}, this one in {items[index].Part}";
            dropped[index] = new DroppedItem(items[index].Path, "duplicate", $"the same as {same.Path}{other}{part}");
        }
    }
}
