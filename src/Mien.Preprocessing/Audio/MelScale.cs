namespace Mien.Preprocessing;

/// <summary>The two usual mel scales, which space frequencies as ears do.</summary>
public static class MelScale
{
    // Slaney, "Auditory Toolbox" (1998): linear below 1000 Hz (15 mel), then 27 mel for a factor of 6.4.
    private const double LinearHzPerMel = 200.0 / 3;
    private const double BreakHz = 1000;
    private const double BreakMel = BreakHz / LinearHzPerMel;
    private static readonly double s_logStep = Math.Log(6.4) / 27;

    /// <summary>Mel of a frequency.</summary>
    /// <param name="hz">Frequency, at least 0.</param>
    /// <param name="htk">HTK's formula 2595 log10(1 + f / 700); otherwise Slaney's.</param>
    public static double FromHz(double hz, bool htk) => htk
        ? 2595 * Math.Log10(1 + hz / 700)
        : hz < BreakHz ? hz / LinearHzPerMel : BreakMel + Math.Log(hz / BreakHz) / s_logStep;

    /// <summary>Frequency of a mel; the inverse of <see cref="FromHz"/>.</summary>
    public static double ToHz(double mel, bool htk) => htk
        ? 700 * (Math.Pow(10, mel / 2595) - 1)
        : mel < BreakMel ? mel * LinearHzPerMel : BreakHz * Math.Exp(s_logStep * (mel - BreakMel));
}
