namespace Mien.Preprocessing.Tests.Support;

/// <summary>Signals for tests.</summary>
public static class Signals
{
    /// <summary>Uniform noise of -0.5..0.5 with a tone in it.</summary>
    public static float[] NoiseWithTone(int samples, int seed = 1, double toneHz = 440, int sampleRateHz = 16000)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, samples).Select(n => (float)(0.1 * (random.NextDouble() - 0.5) + 0.4 * Math.Sin(2 * Math.PI * toneHz * n / sampleRateHz)))];
    }
}
