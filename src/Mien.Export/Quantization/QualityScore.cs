namespace Mien.Export.Quantization;

/// <summary>What a form of a model is worth.</summary>
/// <param name="Value">The score.</param>
/// <param name="Labels">The label that it gives each sample; null where it gives none.</param>
public sealed record QualityScore(double Value, IReadOnlyList<int>? Labels)
{
    /// <summary>Share of the samples that get the same label from two forms, 0..1; null where they give none.</summary>
    public double? Agreement(QualityScore other) => Labels is null || other.Labels is null
        ? null
        : (double)Labels.Zip(other.Labels).Count(pair => pair.First == pair.Second) / Labels.Count;
}
