using Mien.Training.Tasks;

namespace Mien.Training.Metrics;

/// <summary>How far what two forms of a network give for the same samples differs. Differences of numbers above 1 are relative.</summary>
public sealed class OutputDifference
{
    private double _sum;
    private long _count;

    /// <summary>The largest difference so far; NaN where a form gave no number.</summary>
    public double Largest { get; private set; }

    /// <summary>The mean difference so far.</summary>
    public double Mean => _count > 0 ? _sum / _count : 0;

    /// <summary>Takes in a batch.</summary>
    /// <param name="reference">What one form gave.</param>
    /// <param name="other">What the other gave.</param>
    /// <exception cref="ArgumentException">They have not the same outputs.</exception>
    public void Add(IReadOnlyList<NetworkOutput> reference, IReadOnlyList<NetworkOutput> other)
    {
        if (reference.Count != other.Count)
            throw new ArgumentException($"One form gives {reference.Count} outputs and the other {other.Count}.", nameof(other));
        foreach ((NetworkOutput one, NetworkOutput two) in reference.Zip(other))
        {
            if (!one.Shape.SequenceEqual(two.Shape))
                throw new ArgumentException($"One form gives an output of ({string.Join(", ", one.Shape)}) and the other one of ({string.Join(", ", two.Shape)}).", nameof(other));
            for (int i = 0; i < one.Values.Length; i++)
            {
                double difference = Math.Abs((double)one.Values[i] - two.Values[i]) / Math.Max(1, Math.Abs(one.Values[i]));
                Largest = Math.Max(Largest, difference); // NaN stays NaN
                _sum += difference;
            }
            _count += one.Values.Length;
        }
    }
}
