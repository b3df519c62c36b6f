namespace Mien.Data;

/// <summary>
/// A small seeded generator (SplitMix64, Steele et al., OOPSLA 2014) whose numbers depend on its key alone, not on the
/// .NET version, the thread or what was drawn before elsewhere. One is made for each sample of each epoch, so augmented
/// data are the same whatever the number of workers.
/// </summary>
public sealed class SampleRandom
{
    private ulong _state;

    /// <summary>Makes a generator from a key, for example (run's seed, epoch, sample).</summary>
    public SampleRandom(params ReadOnlySpan<long> key)
    {
        foreach (long part in key)
        {
            _state = unchecked(_state + (ulong)part);
            _state = NextBits();
        }
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            ulong bits = _state;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            return bits ^ (bits >> 31);
        }
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [low, high).</summary>
    public float NextUniform(float low, float high) => (float)(low + (high - low) * NextUnit());

    /// <summary>An integer from 0 to <paramref name="count"/> - 1.</summary>
    public int NextIndex(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)(NextUnit() * count);
    }

    /// <summary>True with the given probability, 0..1.</summary>
    public bool NextChance(double probability) => NextUnit() < probability;

    /// <summary>A draw from the normal distribution with mean 0 and variance 1 (Box-Muller).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextUnit())) * Math.Cos(2 * Math.PI * NextUnit());

    /// <summary>A draw from Beta(a, a), by two Gamma draws.</summary>
    /// <param name="a">Shape, greater than 0; small values favour 0 and 1.</param>
    public double NextBeta(double a)
    {
        double x = NextGamma(a), y = NextGamma(a);
        return x + y > 0 ? x / (x + y) : 0.5;
    }

    /// <summary>Puts the elements in random order (Fisher-Yates).</summary>
    public void Shuffle(Span<int> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = NextIndex(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    // Marsaglia and Tsang, "A simple method for generating gamma variables", 2000.
    private double NextGamma(double shape)
    {
        if (shape < 1)
            return NextGamma(shape + 1) * Math.Pow(1 - NextUnit(), 1 / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal(), v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - NextUnit()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }
}
