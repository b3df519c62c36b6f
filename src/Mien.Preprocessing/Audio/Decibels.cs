using System.Numerics.Tensors;

namespace Mien.Preprocessing;

/// <summary>Power in decibels, as <c>librosa.power_to_db</c>.</summary>
public static class Decibels
{
    /// <summary>The least power that is told apart from none (librosa's <c>amin</c>); it is -100 dB.</summary>
    public const double LeastPower = 1e-10;

    /// <summary>10 log10 of a power, relative to a power of 1, at least -100.</summary>
    public static double FromPower(double power) => 10 * Math.Log10(Math.Max(LeastPower, power));

    /// <summary>Raises every value to at least <paramref name="topDb"/> below the greatest.</summary>
    public static void LimitRange(Span<float> decibels, float topDb)
    {
        if (decibels.IsEmpty)
            return;
        float floor = TensorPrimitives.Max<float>(decibels) - topDb;
        TensorPrimitives.Max(decibels, floor, decibels);
    }
}
