namespace Mien.Training.Metrics;

/// <summary>Share of samples whose true label is among the most probable ones.</summary>
/// <param name="K">How many of the most probable labels count.</param>
/// <param name="Share">The share, 0..1.</param>
public sealed record TopKAccuracy(int K, double Share)
{
    /// <summary>Counts. Of equally probable labels the first counts as more probable, so that K = 1 is the accuracy.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="k">1 to the number of labels.</param>
    /// <param name="samples">The samples to count; at least one.</param>
    public static TopKAccuracy Of(EmotionPredictions predictions, int k, IReadOnlyCollection<int> samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfZero(samples.Count, nameof(samples));
        return new TopKAccuracy(k, (double)samples.Count(sample => predictions.RankOfActual(sample) < k) / samples.Count);
    }
}
