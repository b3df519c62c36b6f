namespace Mien.Training.CrossValidation;

/// <summary>A score over folds.</summary>
/// <param name="Metric">What it is, for example <c>uar</c>.</param>
/// <param name="Mean">Mean of the folds.</param>
/// <param name="Deviation">Standard deviation between the folds (divided by folds - 1).</param>
/// <param name="Lowest">The worst fold's.</param>
/// <param name="Highest">The best fold's.</param>
public sealed record ScoreSpread(string Metric, double Mean, double Deviation, double Lowest, double Highest)
{
    /// <summary>Summarises the folds' values; at least two.</summary>
    public static ScoreSpread Of(string metric, IReadOnlyCollection<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Count, 2, nameof(values));
        double mean = values.Average();
        return new ScoreSpread(metric, mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)), values.Min(), values.Max());
    }
}
