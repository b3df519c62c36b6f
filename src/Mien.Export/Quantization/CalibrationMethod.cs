namespace Mien.Export.Quantization;

/// <summary>How the range of an activation is found from what it was on the calibration samples.</summary>
public enum CalibrationMethod
{
    /// <summary>The smallest and the largest value.</summary>
    MinMax,

    /// <summary>The values between which all but a small share of the values lie.</summary>
    Percentile,

    /// <summary>The range whose quantised distribution diverges least (Kullback-Leibler) from the true one (Migacz, "8-bit Inference with TensorRT", GTC 2017).</summary>
    Entropy,
}
