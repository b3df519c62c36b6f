namespace Mien.Training.Quantization;

/// <summary>A range of an activation and the 8-bit unsigned integers that stand for it: value = (integer - <see cref="ZeroPoint"/>) * <see cref="Scale"/>.</summary>
/// <param name="Low">Lower end, at most 0: zero has an integer of its own, which padding needs.</param>
/// <param name="High">Upper end, at least 0.</param>
public readonly record struct QuantizedRange(float Low, float High)
{
    /// <summary>A range that holds zero and is not empty.</summary>
    public static QuantizedRange Of(double low, double high)
    {
        (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        return new QuantizedRange((float)low, (float)Math.Max(high, low + 1e-6));
    }

    /// <summary>Distance of two neighbouring values.</summary>
    public float Scale => (float)(((double)High - Low) / byte.MaxValue);

    /// <summary>The integer that stands for zero.</summary>
    public byte ZeroPoint => (byte)Math.Clamp(Math.Round(-Low / (double)Scale), byte.MinValue, byte.MaxValue);
}
