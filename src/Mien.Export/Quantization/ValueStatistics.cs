namespace Mien.Export.Quantization;

/// <summary>
/// What one activation was on the samples seen so far: extremes, a histogram, and the mean of each channel (axis 1). Memory does
/// not grow with the number of samples: where a value lies beyond the histogram, pairs of bins are joined and it covers twice as much.
/// </summary>
internal sealed class ValueStatistics
{
    private const int HalfBins = 2048;

    private readonly long[] _bins = new long[2 * HalfBins]; // from -_reach to +_reach
    private double _reach = 1e-3;
    private double[] _sums = [];
    private long[] _counts = [];

    public float Minimum { get; private set; } = float.PositiveInfinity;

    public float Maximum { get; private set; } = float.NegativeInfinity;

    /// <summary>Counts of values in bins of equal width over -<see cref="Reach"/>..<see cref="Reach"/>.</summary>
    public ReadOnlySpan<long> Bins => _bins;

    public double Reach => _reach;

    /// <summary>Mean of each channel.</summary>
    public float[] ChannelMeans => [.. _sums.Zip(_counts, (sum, count) => (float)(sum / Math.Max(count, 1)))];

    /// <summary>Adds the values of some samples.</summary>
    /// <param name="values">The values, row-major.</param>
    /// <param name="channels">Size of axis 1.</param>
    /// <param name="inner">Number of values of one channel of one sample.</param>
    public void Add(ReadOnlySpan<float> values, int channels, int inner)
    {
        if (_sums.Length == 0)
            (_sums, _counts) = (new double[channels], new long[channels]);
        (float low, float high) = (Minimum, Maximum);
        foreach (float value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (!float.IsFinite(low) || !float.IsFinite(high))
            throw new Core.UserErrorException("The model gives values that are no numbers on the calibration samples; its weights are damaged, so there is nothing to quantise.");
        (Minimum, Maximum) = (low, high);
        while (Math.Max(-low, high) > _reach)
            Widen();

        double perBin = HalfBins / _reach;
        for (int start = 0; start < values.Length; start += inner)
        {
            int channel = start / inner % channels;
            double sum = 0;
            foreach (float value in values.Slice(start, inner))
            {
                sum += value;
                _bins[Math.Clamp((int)((value + _reach) * perBin), 0, _bins.Length - 1)]++;
            }
            _sums[channel] += sum;
            _counts[channel] += inner;
        }
    }

    private void Widen()
    {
        long[] joined = new long[_bins.Length];
        for (int bin = 0; bin < _bins.Length; bin++)
            joined[HalfBins / 2 + bin / 2] += _bins[bin];
        joined.CopyTo(_bins, 0);
        _reach *= 2;
    }
}
