using Mien.Data;

namespace Mien.Training.Tuning;

/// <summary>Chooses every setting by chance, evenly over its axis (Bergstra and Bengio, JMLR 13, 2012): what other samplers must beat.</summary>
public sealed class RandomSampler : IParameterSampler
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Draw(SearchSpace space, IReadOnlyList<Trial> history, StudyDirection direction, SampleRandom random) =>
        space.Ranges.ToDictionary(entry => entry.Key, entry => entry.Value.FromAxis(entry.Value.AxisLow + (entry.Value.AxisHigh - entry.Value.AxisLow) * random.NextUnit()));
}
