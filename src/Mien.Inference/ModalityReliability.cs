namespace Mien.Inference;

/// <summary>
/// How far a model's answers can be trusted, from its held-out unweighted average recall (UAR):
/// <c>(UAR - 1/K) / (1 - 1/K)</c> for K labels, that is 0 at chance and 1 for a perfect model; below chance counts as 0.
/// </summary>
/// <param name="UnweightedAverageRecall">Held-out UAR, 0..1.</param>
/// <param name="LabelCount">Number of the model's labels, at least 2.</param>
public readonly record struct ModalityReliability(double UnweightedAverageRecall, int LabelCount)
{
    /// <summary>The reliability, 0..1.</summary>
    public double AboveChance => LabelCount < 2 ? 0 : Math.Clamp((UnweightedAverageRecall - 1.0 / LabelCount) / (1.0 - 1.0 / LabelCount), 0, 1);
}
