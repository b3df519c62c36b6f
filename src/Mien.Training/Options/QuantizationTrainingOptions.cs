namespace Mien.Training.Options;

/// <summary>
/// Quantisation-aware training: the run learns with weights and activations rounded as the 8-bit form of the model has them (Jacob et al.,
/// "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", CVPR 2018).
/// </summary>
public sealed record QuantizationTrainingOptions
{
    /// <summary>Share of an activation's range that is kept at each step; the rest comes from the batch. 0 to below 1.</summary>
    public double RangeDecay { get; init; } = 0.98;

    /// <summary>Share of the run's steps after which the ranges stand still, above 0 to 1.</summary>
    public double FreezeRangesAfter { get; init; } = 0.5;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(RangeDecay is >= 0 and < 1, nameof(RangeDecay), RangeDecay, "from 0 to below 1");
        OptionRange.Require(FreezeRangesAfter is > 0 and <= 1, nameof(FreezeRangesAfter), FreezeRangesAfter, "above 0 and at most 1");
    }
}
