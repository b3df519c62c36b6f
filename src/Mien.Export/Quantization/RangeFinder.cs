using Mien.Training.Quantization;

namespace Mien.Export.Quantization;

/// <summary>Chooses the range of an activation from its statistics.</summary>
internal static class RangeFinder
{
    private const int Levels = 256;
    private const double SmallestShare = 0.1, Step = 0.02; // of an end's length

    /// <summary>The range by the given method.</summary>
    public static QuantizedRange Find(ValueStatistics statistics, QuantizationOptions options) => options.Method switch
    {
        CalibrationMethod.MinMax => QuantizedRange.Of(statistics.Minimum, statistics.Maximum),
        CalibrationMethod.Percentile => ByPercentile(statistics, options.Percentile),
        _ => ByEntropy(statistics),
    };

    /// <summary>Leaves the same small share of values out at either end.</summary>
    private static QuantizedRange ByPercentile(ValueStatistics statistics, double percentile)
    {
        long total = 0;
        foreach (long count in statistics.Bins)
            total += count;
        double outside = total * (1 - percentile / 100) / 2, width = 2 * statistics.Reach / statistics.Bins.Length;
        (int first, int last) = (0, statistics.Bins.Length - 1);
        for (double sum = statistics.Bins[first]; sum <= outside && first < last; sum += statistics.Bins[++first]) { }
        for (double sum = statistics.Bins[last]; sum <= outside && last > first; sum += statistics.Bins[--last]) { }
        return QuantizedRange.Of(
            Math.Max(statistics.Minimum, first * width - statistics.Reach), Math.Min(statistics.Maximum, (last + 1) * width - statistics.Reach));
    }

    /// <summary>Cuts the range of all values, first its upper end and then its lower one, to where the divergence is least.</summary>
    private static QuantizedRange ByEntropy(ValueStatistics statistics)
    {
        ReadOnlySpan<long> bins = statistics.Bins;
        double width = 2 * statistics.Reach / bins.Length;
        int first = BinOf(Math.Min(statistics.Minimum, 0)), last = BinOf(Math.Max(statistics.Maximum, 0)), zero = bins.Length / 2;
        int bestLast = last, bestFirst = first;
        double best = double.PositiveInfinity;
        for (double share = 1; share > SmallestShare; share -= Step)
            Try(first, zero + (int)Math.Round((last - zero) * share));
        for (double share = 1 - Step; share > SmallestShare; share -= Step)
            Try(zero - (int)Math.Round((zero - first) * share), bestLast);
        return QuantizedRange.Of(
            Math.Max(statistics.Minimum, bestFirst * width - statistics.Reach), Math.Min(statistics.Maximum, (bestLast + 1) * width - statistics.Reach));

        void Try(int low, int high)
        {
            // A range of fewer bins than levels loses nothing and would always win.
            if (high - low + 1 < Levels)
                return;
            double divergence = Divergence(statistics.Bins[first..(last + 1)], low - first, high - first);
            if (divergence < best)
                (bestFirst, bestLast, best) = (low, high, divergence);
        }

        int BinOf(double value) => Math.Clamp((int)((value + statistics.Reach) / width), 0, statistics.Bins.Length - 1);
    }

    /// <summary>Kullback-Leibler divergence of the distribution, its outliers moved to the ends of low..high, from the one of 256 levels.</summary>
    private static double Divergence(ReadOnlySpan<long> bins, int low, int high)
    {
        double[] clipped = new double[high - low + 1];
        for (int bin = 0; bin < bins.Length; bin++)
            clipped[Math.Clamp(bin, low, high) - low] += bins[bin];
        double total = clipped.Sum(), divergence = 0;
        for (int level = 0; level < Levels; level++)
        {
            (int start, int end) = ((int)((long)level * clipped.Length / Levels), (int)((long)(level + 1) * clipped.Length / Levels));
            // The level's mass without the outliers is shared by the bins that hold anything.
            double mass = 0;
            int filled = 0;
            for (int bin = start; bin < end; bin++)
            {
                mass += bins[low + bin];
                filled += clipped[bin] > 0 ? 1 : 0;
            }
            double quantized = Math.Max(mass / Math.Max(filled, 1), 1e-3);
            for (int bin = start; bin < end; bin++)
                if (clipped[bin] > 0)
                    divergence += clipped[bin] / total * Math.Log(clipped[bin] / quantized);
        }
        return divergence;
    }
}
