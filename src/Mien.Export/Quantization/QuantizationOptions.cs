namespace Mien.Export.Quantization;

/// <summary>How a model is brought to 8-bit integers.</summary>
public sealed record QuantizationOptions
{
    /// <summary>How ranges of activations are found.</summary>
    public CalibrationMethod Method { get; init; } = CalibrationMethod.Percentile;

    /// <summary>Samples of the training part that ranges are found on, at least 1.</summary>
    public int CalibrationSamples { get; init; } = 256;

    /// <summary>Share of an activation's values that its range holds by <see cref="CalibrationMethod.Percentile"/>, in percent, above 50 to 100.</summary>
    public double Percentile { get; init; } = 99.99;

    /// <summary>Samples of the training part that the error of each layer by itself is measured on, at least 1.</summary>
    public int LayerSamples { get; init; } = 32;

    /// <summary>
    /// What may be lost of the score, 0 to 100: accuracy and average precision in percentage points, normalised mean error in hundredths
    /// of the distance between the eyes; null for <see cref="IQualityMeasure.UsualBudget"/>. Layers go back to float until it holds.
    /// </summary>
    public double? Budget { get; init; }

    /// <summary>Most layers that may go back to float, 0 to 1000.</summary>
    public int MaximumFloatLayers { get; init; } = 8;

    /// <summary>Whether the mean error that rounding of weights makes is taken from the biases (Nagel et al., "Data-Free Quantization", ICCV 2019, section 4.2).</summary>
    public bool BiasCorrection { get; init; } = true;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(CalibrationSamples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LayerSamples, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumFloatLayers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumFloatLayers, 1000);
        if (Percentile is not (> 50 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(Percentile), Percentile, "above 50 and at most 100");
        if (Budget is { } budget && budget is not (>= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(Budget), budget, "from 0 to 100");
    }
}
