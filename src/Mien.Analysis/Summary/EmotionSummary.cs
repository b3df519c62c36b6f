namespace Mien.Analysis;

/// <summary>A distribution over time, in the shared seven labels, weighted by how long each moment lasted.</summary>
/// <param name="Shares">Share of the time in which each emotion was the dominant one, 0..1; they sum to 1.</param>
/// <param name="Means">Mean probability of each emotion, 0..1; they sum to 1.</param>
public sealed record EmotionSummary(IReadOnlyList<double> Shares, IReadOnlyList<double> Means)
{
    /// <summary>Position of the emotion with the greatest share; the greater mean decides among equals.</summary>
    public int DominantIndex => Enumerable.Range(0, Shares.Count).OrderByDescending(i => Shares[i]).ThenByDescending(i => Means[i]).First();
}
