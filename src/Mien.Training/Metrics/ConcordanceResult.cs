namespace Mien.Training.Metrics;

/// <summary>
/// How well predicted numbers (valence or arousal) agree with true ones. The concordance correlation coefficient (Lin, Biometrics
/// 45, 1989), 2 cov / (var_true + var_predicted + (mean_true - mean_predicted)^2), is 1 only where both are equal, unlike
/// Pearson's, which forgives another scale or offset. Moments are of the population (divided by N).
/// </summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Ccc">Concordance, -1..1; null where both are one and the same constant, of which nothing can be said.</param>
/// <param name="Pearson">Correlation, -1..1; null where either is constant.</param>
/// <param name="Rmse">Root of the mean squared difference.</param>
public sealed record ConcordanceResult(int Samples, double? Ccc, double? Pearson, double Rmse)
{
    /// <summary>Compares numbers.</summary>
    /// <param name="actual">The true ones; at least one.</param>
    /// <param name="predicted">As many predicted ones.</param>
    /// <exception cref="ArgumentException">There is none, or the lengths differ.</exception>
    public static ConcordanceResult Of(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        if (actual.Length == 0 || actual.Length != predicted.Length)
            throw new ArgumentException($"{actual.Length} true numbers cannot be compared with {predicted.Length} predicted ones.", nameof(predicted));
        double count = actual.Length, meanActual = 0, meanPredicted = 0;
        for (int index = 0; index < actual.Length; index++)
        {
            meanActual += actual[index] / count;
            meanPredicted += predicted[index] / count;
        }
        double varianceActual = 0, variancePredicted = 0, covariance = 0, squares = 0;
        for (int index = 0; index < actual.Length; index++)
        {
            double a = actual[index] - meanActual, p = predicted[index] - meanPredicted;
            varianceActual += a * a / count;
            variancePredicted += p * p / count;
            covariance += a * p / count;
            squares += (actual[index] - predicted[index]) * (actual[index] - predicted[index]) / count;
        }
        double denominator = varianceActual + variancePredicted + (meanActual - meanPredicted) * (meanActual - meanPredicted);
        return new ConcordanceResult(
            actual.Length,
            denominator > 0 ? 2 * covariance / denominator : null,
            varianceActual > 0 && variancePredicted > 0 ? covariance / Math.Sqrt(varianceActual * variancePredicted) : null,
            Math.Sqrt(squares));
    }
}
