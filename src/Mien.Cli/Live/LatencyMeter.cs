using Mien.Core;

namespace Mien.Cli.Live;

/// <summary>
/// Latencies of a run: those of the newest results for the screen, and a histogram of all for the end. Its memory does not grow. For one
/// thread at a time.
/// </summary>
internal sealed class LatencyMeter
{
    private const int Newest = 150;
    private const int LongestMs = 60_000;

    private readonly double[] _newest = new double[Newest]; // a ring
    private readonly int[] _histogram = new int[LongestMs + 1]; // by whole milliseconds, rounded up

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the time from the capture of a frame to its result.</summary>
    public void Add(TimeSpan latency)
    {
        double milliseconds = Math.Max(0, latency.TotalMilliseconds);
        _newest[Count++ % Newest] = milliseconds;
        _histogram[(int)Math.Min(LongestMs, Math.Ceiling(milliseconds))]++;
    }

    /// <summary>The latencies in milliseconds that a half and 95 of 100 of the newest results do not exceed (nearest rank); null before the first.</summary>
    public (double P50, double P95)? OfNewest()
    {
        if (Count == 0)
            return null;
        double[] sorted = [.. _newest.AsSpan(0, (int)Math.Min(Count, Newest))];
        Array.Sort(sorted);
        return (NearestRank.Of(sorted, 0.5), NearestRank.Of(sorted, 0.95));
    }

    /// <summary>The same of all results, in whole milliseconds; those of more than a minute count as one.</summary>
    public (double P50, double P95)? OfAll() => Count == 0 ? null : (Percentile(0.5), Percentile(0.95));

    private int Percentile(double share)
    {
        long wanted = NearestRank.Of(share, Count), seen = 0;
        for (int milliseconds = 0; milliseconds < LongestMs; milliseconds++)
            if ((seen += _histogram[milliseconds]) >= wanted)
                return milliseconds;
        return LongestMs;
    }
}
