namespace Mien.Training.Tuning;

/// <summary>The normal distribution with mean 0 and variance 1.</summary>
internal static class Normal
{
    /// <summary>Its density.</summary>
    public static double Density(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

    /// <summary>Share below z, to 1e-7 (Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.17).</summary>
    public static double Cumulative(double z)
    {
        double t = 1 / (1 + 0.2316419 * Math.Abs(z));
        double tail = Density(z) * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z >= 0 ? 1 - tail : tail;
    }
}
