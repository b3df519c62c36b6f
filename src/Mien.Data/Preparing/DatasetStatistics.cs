using Mien.Core;
using Mien.Data.Kinds;
using Mien.Interop.OpenCv;
using Mien.Media;

namespace Mien.Data.Preparing;

/// <summary>What a dataset consists of.</summary>
public sealed record DatasetStatistics
{
    /// <summary>Number of items.</summary>
    public required int Items { get; init; }

    /// <summary>Labels, those with the most items first; items without one are under an empty name.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Parts that occur; null stands for none.</summary>
    public required IReadOnlyList<PublishedPart?> Parts { get; init; }

    /// <summary>Items by label and part, [label][part].</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Counts { get; init; }

    /// <summary>Items of each person, most first; empty where nobody is named.</summary>
    public required IReadOnlyList<(string Person, int Items)> People { get; init; }

    /// <summary>Width and height in pixels of the pictures (of faces, where they are marked) and films.</summary>
    public required IReadOnlyList<(int Width, int Height)> Sizes { get; init; }

    /// <summary>Lengths of recordings and films in seconds.</summary>
    public required IReadOnlyList<double> Durations { get; init; }

    /// <summary>Items of which at least one file cannot be opened.</summary>
    public required int Unreadable { get; init; }

    /// <summary>Looks at every item's head, without decoding it whole.</summary>
    /// <param name="items">The items.</param>
    /// <param name="advanced">Told how many items are done, from several threads, or null.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static DatasetStatistics Of(IReadOnlyList<DatasetItem> items, Action<int>? advanced = null, CancellationToken cancellationToken = default)
    {
        (int Width, int Height)?[] sizes = new (int, int)?[items.Count];
        double?[] durations = new double?[items.Count];
        int done = 0, unreadable = 0;
        ParallelOptions options = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForAsync(0, items.Count, options, async (index, stop) =>
        {
            try
            {
                (sizes[index], durations[index]) = await MeasureAsync(items[index], stop).ConfigureAwait(false);
            }
            catch (Exception error) when (error is UserErrorException or IOException or UnauthorizedAccessException)
            {
                Interlocked.Increment(ref unreadable);
            }
            advanced?.Invoke(Interlocked.Increment(ref done));
        }).GetAwaiter().GetResult();

        string[] labels = [.. items.CountBy(item => item.Label ?? "").OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key)];
        PublishedPart?[] parts = [.. items.Select(item => item.Part).Distinct().Order()];
        Dictionary<(string, PublishedPart?), int> counts = items.CountBy(item => (item.Label ?? "", item.Part)).ToDictionary();
        return new DatasetStatistics
        {
            Items = items.Count,
            Labels = labels,
            Parts = parts,
            Counts = [.. labels.Select(label => (IReadOnlyList<int>)[.. parts.Select(part => counts.GetValueOrDefault((label, part)))])],
            People = [.. items.Where(item => item.Person is not null).CountBy(item => item.Person!).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))],
            Sizes = [.. sizes.OfType<(int, int)>()],
            Durations = [.. durations.OfType<double>()],
            Unreadable = unreadable,
        };
    }

    /// <summary>The value below which a share of sorted values lies.</summary>
    /// <param name="values">Values in any order; at least one.</param>
    /// <param name="share">0 to 1; 0.5 gives the median.</param>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }

    private static async Task<((int, int)? Size, double? Seconds)> MeasureAsync(DatasetItem item, CancellationToken stop)
    {
        if (item.Box is { } box)
            return (((int)box.Width, (int)box.Height), null);
        if (item.Pixels is { } pixels)
            return ((pixels.Width, pixels.Height), null);
        if (item.Medium == ItemMedium.Features)
            return (null, null);
        if (item.Medium == ItemMedium.Picture)
        {
            byte[] bytes = await File.ReadAllBytesAsync(item.Path, stop).ConfigureAwait(false);
            ImageHeader header = ImageHeader.Read(bytes) ?? throw new UserErrorException($"{item.Path} is not a picture.");
            return (((int)header.Width, (int)header.Height), null);
        }
        MediaInfo info = await MediaProbe.ProbeAsync(item.Path, stop).ConfigureAwait(false);
        return (info.Video is { } video ? (video.Width, video.Height) : null, info.Duration?.TotalSeconds);
    }
}
