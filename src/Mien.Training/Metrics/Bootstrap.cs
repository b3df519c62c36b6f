using Mien.Data;

namespace Mien.Training.Metrics;

/// <summary>
/// Percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13): the samples are drawn anew,
/// with replacement, many times, and the middle part of what comes out is the interval.
/// </summary>
/// <param name="Resamples">Times that the samples are drawn anew; 0 gives no intervals.</param>
/// <param name="Coverage">Share of the results that lies within the interval, above 0 and below 1.</param>
/// <param name="Seed">The same seed gives the same intervals.</param>
public sealed record Bootstrap(int Resamples, double Coverage, long Seed)
{
    /// <summary>Measures several numbers and their intervals at once.</summary>
    /// <param name="samples">The samples; at least one.</param>
    /// <param name="names">What the numbers are called.</param>
    /// <param name="measure">Gives the numbers of some samples, of which one may occur several times.</param>
    public IReadOnlyList<ScoreInterval> Measure(IReadOnlyList<int> samples, IReadOnlyList<string> names, Func<int[], double[]> measure)
    {
        double[] own = measure([.. samples]);
        if (Resamples == 0)
            return [.. names.Select((name, index) => new ScoreInterval(name, own[index], null, null))];
        double[][] drawn = new double[Resamples][];
        // Each resample has a generator of its own, so the result does not depend on the number of threads.
        Parallel.For(0, Resamples, resample =>
        {
            SampleRandom random = new(Seed, resample);
            int[] chosen = new int[samples.Count];
            for (int index = 0; index < chosen.Length; index++)
                chosen[index] = samples[random.NextIndex(samples.Count)];
            drawn[resample] = measure(chosen);
        });
        double tail = (1 - Coverage) / 2;
        return [.. names.Select((name, index) =>
        {
            double[] values = [.. drawn.Select(row => row[index]).Order()];
            return new ScoreInterval(name, own[index], Quantile(values, tail), Quantile(values, 1 - tail));
        })];
    }

    /// <summary>The number below which a share of others lies, by linear interpolation as numpy.quantile does.</summary>
    /// <param name="sorted">The numbers, smallest first; at least one.</param>
    /// <param name="share">The share, 0..1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }
}
