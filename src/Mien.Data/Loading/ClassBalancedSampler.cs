namespace Mien.Data.Loading;

/// <summary>
/// Draws with replacement, so that rare labels are seen more often: a sample's chance is its label's count to the power
/// of minus <c>power</c>. At 1 every label comes equally often, at 0 every sample does.
/// </summary>
/// <remarks>
/// Resampling against imbalance; an epoch has as many draws as there are samples, and on average each label's number of
/// different samples is that of <see cref="ShuffledSampler"/> or fewer.
/// </remarks>
public sealed class ClassBalancedSampler : ISampler
{
    private const long Stream = -3;

    private readonly double[] _cumulative; // (labels present), ends at 1
    private readonly int[][] _samplesOfLabel;
    private readonly int _count;
    private readonly long _seed;

    /// <summary>Makes a sampler.</summary>
    /// <param name="labels">Label of each sample.</param>
    /// <param name="power">How much the counts are evened out, 0..1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The power is not in 0..1.</exception>
    public ClassBalancedSampler(IReadOnlyList<int> labels, double power, long seed)
    {
        if (labels.Count == 0)
            throw new ArgumentException("There is no sample to draw.", nameof(labels));
        if (power is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(power), power, "The power must be from 0 to 1.");
        (_count, _seed) = (labels.Count, seed);
        _samplesOfLabel = [.. Enumerable.Range(0, labels.Count).GroupBy(index => labels[index]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        double[] weights = [.. _samplesOfLabel.Select(samples => Math.Pow(samples.Length, 1 - power))];
        double total = weights.Sum(), sum = 0;
        _cumulative = [.. weights.Select(weight => (sum += weight) / total)];
    }

    /// <inheritdoc/>
    public int[] Order(int epoch)
    {
        SampleRandom random = new(_seed, epoch, Stream);
        int[] order = new int[_count];
        for (int i = 0; i < order.Length; i++)
        {
            int label = Array.BinarySearch(_cumulative, random.NextUnit());
            int[] samples = _samplesOfLabel[Math.Min(label < 0 ? ~label : label + 1, _samplesOfLabel.Length - 1)];
            order[i] = samples[random.NextIndex(samples.Length)];
        }
        return order;
    }
}
