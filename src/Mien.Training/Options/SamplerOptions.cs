using Mien.Data;
using Mien.Data.Loading;

namespace Mien.Training.Options;

/// <summary>Which samples an epoch sees, and in which order.</summary>
public sealed record SamplerOptions
{
    /// <summary>The way.</summary>
    public SamplerKind Kind { get; init; } = SamplerKind.Shuffled;

    /// <summary>Class-balanced: how much the labels' counts are evened out, 0 (as they occur) to 1 (all alike).</summary>
    public double Power { get; init; } = 1;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate() => OptionRange.Require(Power is >= 0 and <= 1, nameof(Power), Power, "from 0 to 1");

    /// <summary>The sampler for a dataset.</summary>
    /// <param name="dataset">What is drawn from.</param>
    /// <param name="seed">The run's seed.</param>
    public ISampler Make(ISampleDataset dataset, long seed) => Kind == SamplerKind.ClassBalanced
        ? new ClassBalancedSampler([.. Enumerable.Range(0, dataset.Count).Select(dataset.LabelOf)], Power, seed)
        : new ShuffledSampler(dataset.Count, seed);
}
