using System.Numerics.Tensors;

namespace Mien.Data.Speech;

/// <summary>
/// Dynamic range compression, feed-forward, on the peak envelope (Giannoulis, Massberg and Reiss, "Digital Dynamic Range Compressor
/// Design", JAES 2012): what goes beyond a threshold is divided, in dB, by a ratio.
/// </summary>
public static class DynamicRange
{
    private const double AttackSeconds = 0.005, ReleaseSeconds = 0.05;
    private const double SilenceAmplitude = 1e-6;

    /// <summary>Compresses a recording in place.</summary>
    /// <param name="samples">Mono samples.</param>
    /// <param name="sampleRateHz">Samples a second.</param>
    /// <param name="thresholdDecibels">Where compression begins, relative to the recording's peak, at most 0.</param>
    /// <param name="ratio">dB above the threshold that become one, at least 1; 1 changes nothing.</param>
    public static void Compress(Span<float> samples, int sampleRateHz, double thresholdDecibels, double ratio)
    {
        if (samples.IsEmpty || ratio == 1)
            return;
        double peak = Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples));
        if (peak <= SilenceAmplitude)
            return;
        double threshold = 20 * Math.Log10(peak) + thresholdDecibels;
        double attack = Math.Exp(-1 / (AttackSeconds * sampleRateHz)), release = Math.Exp(-1 / (ReleaseSeconds * sampleRateHz));
        double envelope = 0;
        foreach (ref float sample in samples)
        {
            double level = Math.Abs(sample), keep = level > envelope ? attack : release;
            envelope = keep * envelope + (1 - keep) * level;
            double above = 20 * Math.Log10(Math.Max(envelope, SilenceAmplitude)) - threshold;
            if (above > 0)
                sample *= (float)Math.Pow(10, -above * (1 - 1 / ratio) / 20);
        }
    }
}
