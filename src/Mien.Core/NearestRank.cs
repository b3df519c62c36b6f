namespace Mien.Core;

/// <summary>Percentiles by the nearest rank: the smallest value that a share of all does not exceed.</summary>
public static class NearestRank
{
    /// <summary>The place of a percentile among values in order, counted from 1: the share times the count, rounded up.</summary>
    /// <param name="share">0..1.</param>
    /// <param name="count">Number of values, at least 1.</param>
    public static long Of(double share, long count) => (long)Math.Max(1, Math.Ceiling(share * count));

    /// <summary>The percentile itself.</summary>
    /// <param name="sorted">The values from the smallest to the largest, at least one.</param>
    /// <param name="share">0..1.</param>
    public static T Of<T>(IReadOnlyList<T> sorted, double share) => sorted[(int)Of(share, sorted.Count) - 1];
}
