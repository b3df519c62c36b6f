using Mien.Data;

namespace Mien.Training.Tuning;

/// <summary>
/// A density over a setting's axis, made of values that were tried: a bell around each, cut off at the ends, as wide as the distance to
/// its neighbours, and one wide bell over the whole axis for what was not tried (Bergstra et al. 2011, section 4.2). Of more than 25
/// values the oldest weigh less. Without order, it is a share of each choice, of which none is 0.
/// </summary>
internal sealed class ParzenEstimator
{
    private const int FullWeight = 25;

    private readonly ParameterRange _range;
    private readonly double _low, _high;
    private readonly double[] _weights; // sums to 1
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[] _masses; // part of each bell that lies within the axis
    private readonly double[]? _shares; // of each choice, sums to 1

    /// <summary>Describes values.</summary>
    /// <param name="range">The setting.</param>
    /// <param name="values">Places on its axis, oldest first; may be none.</param>
    public ParzenEstimator(ParameterRange range, IReadOnlyList<double> values)
    {
        (_range, _low, _high) = (range, range.AxisLow, range.AxisHigh);
        _weights = Weights(values.Count);
        _means = [.. values, (_low + _high) / 2];
        _deviations = Deviations();
        _masses = [.. _means.Zip(_deviations, (mean, deviation) => Normal.Cumulative((_high - mean) / deviation) - Normal.Cumulative((_low - mean) / deviation))];
        if (range.Choices > 0)
            _shares = Shares(range.Choices, values);
    }

    /// <summary>Draws a place.</summary>
    public double Draw(SampleRandom random)
    {
        if (_shares is not null)
            return Choose(_shares, random);
        int bell = Choose(_weights, random);
        // Every bell has its middle within the axis and is at most as wide as it, so at least a third of its draws are kept.
        while (true)
        {
            double place = _means[bell] + _deviations[bell] * random.NextNormal();
            if (place >= _low && place <= _high)
                return place;
        }
    }

    /// <summary>How likely a value is, as a logarithm: of its cell or choice, or of the density at its place.</summary>
    public double LogLikelihood(double value)
    {
        if (_shares is not null)
            return Math.Log(_shares[(int)value]);
        // Whole numbers repeat, which makes bells around them narrow spikes: their height says nothing, their area does.
        if (_range.Cell(value) is var (from, to))
            return Math.Log(Mass(from, to));
        double place = _range.ToAxis(value), density = 0;
        for (int bell = 0; bell < _means.Length; bell++)
            density += _weights[bell] / _masses[bell] * Normal.Density((place - _means[bell]) / _deviations[bell]) / _deviations[bell];
        return Math.Log(density);
    }

    /// <summary>Probability of a part of the axis.</summary>
    public double Mass(double from, double to) => Enumerable.Range(0, _means.Length).Sum(bell =>
        _weights[bell] / _masses[bell] * (Normal.Cumulative((to - _means[bell]) / _deviations[bell]) - Normal.Cumulative((from - _means[bell]) / _deviations[bell])));

    private static double[] Weights(int count)
    {
        double[] weights = new double[count + 1];
        Array.Fill(weights, 1);
        int ramp = count - FullWeight;
        for (int old = 0; old < ramp; old++)
            weights[old] = ramp == 1 ? 1.0 / count : 1.0 / count + (1 - 1.0 / count) * old / (ramp - 1);
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private double[] Deviations()
    {
        int[] order = [.. Enumerable.Range(0, _means.Length).OrderBy(index => _means[index])];
        double[] deviations = new double[_means.Length];
        double widest = _high - _low, narrowest = widest / Math.Min(100, 1 + _means.Length);
        for (int rank = 0; rank < order.Length; rank++)
        {
            double mean = _means[order[rank]];
            double left = rank > 0 ? mean - _means[order[rank - 1]] : 0, right = rank < order.Length - 1 ? _means[order[rank + 1]] - mean : 0;
            // Only the middle bells have neighbours on both sides; the outermost are as wide as the distance to their one.
            deviations[order[rank]] = Math.Clamp(Math.Max(left, right), narrowest, widest);
        }
        deviations[^1] = widest; // the wide bell
        return deviations;
    }

    private double[] Shares(int choices, IReadOnlyList<double> values)
    {
        double[] shares = new double[choices];
        double unseen = 1.0 / _weights.Length;
        for (int bell = 0; bell < _weights.Length; bell++)
        {
            bool isTried = bell < values.Count;
            double total = choices * unseen + (isTried ? 1 : 0);
            for (int choice = 0; choice < choices; choice++)
                shares[choice] += _weights[bell] * (unseen + (isTried && (int)values[bell] == choice ? 1 : 0)) / total;
        }
        return shares;
    }

    private static int Choose(double[] weights, SampleRandom random)
    {
        double left = random.NextUnit();
        for (int index = 0; index < weights.Length - 1; index++)
        {
            left -= weights[index];
            if (left < 0)
                return index;
        }
        return weights.Length - 1;
    }
}
