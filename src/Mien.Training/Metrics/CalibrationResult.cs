namespace Mien.Training.Metrics;

/// <summary>
/// Whether a model is right as often as it says: of the samples that it is 80 % sure about, 80 % should be right. Confidence is
/// the probability of the most probable label (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017).
/// </summary>
public sealed record CalibrationResult
{
    private CalibrationResult(IReadOnlyList<CalibrationBin> bins) => Bins = bins;

    /// <summary>Bins of equal width from 0 to 1: the reliability diagram.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>Expected calibration error: mean over samples of their bin's |accuracy - confidence|, 0..1.</summary>
    public double ExpectedError { get; private init; }

    /// <summary>Maximum calibration error: the largest |accuracy - confidence| of a bin, 0..1.</summary>
    public double MaximumError { get; private init; }

    /// <summary>Measures some samples.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    /// <param name="samples">The samples to count; at least one.</param>
    public static CalibrationResult Of(EmotionPredictions predictions, int bins, IReadOnlyCollection<int> samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfZero(samples.Count, nameof(samples));
        double step = 1.0 / bins;
        double[] sums = new double[bins];
        int[] counts = new int[bins], right = new int[bins];
        foreach (int sample in samples)
        {
            double confidence = predictions.Confidence(sample);
            int bin = BinOf(confidence, bins, step);
            sums[bin] += confidence;
            counts[bin]++;
            right[bin] += predictions.Predicted(sample) == predictions.Actual(sample) ? 1 : 0;
        }
        CalibrationBin[] all = [.. Enumerable.Range(0, bins).Select(bin => new CalibrationBin(
            bin * step,
            bin == bins - 1 ? 1 : (bin + 1) * step,
            counts[bin],
            counts[bin] > 0 ? sums[bin] / counts[bin] : null,
            counts[bin] > 0 ? (double)right[bin] / counts[bin] : null))];
        return new CalibrationResult(all)
        {
            ExpectedError = all.Where(bin => bin.Count > 0).Sum(bin => bin.Count * Gap(bin)) / samples.Count,
            MaximumError = all.Where(bin => bin.Count > 0).Max(Gap),
        };
    }

    // The first bin whose upper edge is not below the confidence, with scikit-learn's edges (numpy.linspace).
    private static int BinOf(double confidence, int bins, double step)
    {
        int bin = Math.Clamp((int)(confidence * bins) - 1, 0, bins - 1);
        while (bin < bins - 1 && (bin + 1) * step < confidence)
            bin++;
        return bin;
    }

    private static double Gap(CalibrationBin bin) => Math.Abs(bin.Accuracy!.Value - bin.Confidence!.Value);
}
