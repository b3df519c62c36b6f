using Mien.Data;

namespace Mien.Training.Tuning;

/// <summary>
/// Tree-structured Parzen estimator (Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NIPS 2011): of each setting, the
/// values of good trials and those of the others are each described by a mixture of bells; candidates are drawn from the first, and
/// the one that it makes most likely against the second is tried. Trials that are still running count among the others, so that
/// processes that share a study do not all try the same.
/// </summary>
public sealed class TpeSampler : IParameterSampler
{
    private readonly TpeOptions _options;
    private readonly RandomSampler _startup = new();

    /// <summary>Makes a sampler.</summary>
    /// <param name="options">How it searches; null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public TpeSampler(TpeOptions? options = null)
    {
        _options = options ?? new TpeOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Draw(SearchSpace space, IReadOnlyList<Trial> history, StudyDirection direction, SampleRandom random)
    {
        Trial[] ranked = [.. TrialRanking.BestFirst(history, direction)];
        if (ranked.Length < _options.StartupTrials)
            return _startup.Draw(space, history, direction, random);
        int goodCount = Math.Min((int)Math.Ceiling(_options.GoodShare * ranked.Length), _options.MostGood);
        Trial[] good = [.. ranked.Take(goodCount).OrderBy(trial => trial.Number)];
        Trial[] others = [.. history.Except(good).OrderBy(trial => trial.Number)];
        return space.Ranges.ToDictionary(entry => entry.Key, entry => Draw(entry.Key, entry.Value, good, others, random));
    }

    private double Draw(string key, ParameterRange range, Trial[] good, Trial[] others, SampleRandom random)
    {
        ParzenEstimator near = new(range, [.. good.Select(trial => range.ToAxis(trial.Parameters[key]))]);
        ParzenEstimator far = new(range, [.. others.Select(trial => range.ToAxis(trial.Parameters[key]))]);
        double best = range.FromAxis(near.Draw(random)), bestGain = double.NegativeInfinity;
        for (int candidate = 0; candidate < _options.Candidates; candidate++)
        {
            double value = range.FromAxis(near.Draw(random));
            double gain = near.LogLikelihood(value) - far.LogLikelihood(value);
            if (gain > bestGain)
                (best, bestGain) = (value, gain);
        }
        return best;
    }
}
