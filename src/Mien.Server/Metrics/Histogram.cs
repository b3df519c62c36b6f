using System.Globalization;

namespace Mien.Server.Metrics;

/// <summary>How many observations were at most each of some bounds. Safe for use from several threads.</summary>
/// <param name="bounds">The bounds in seconds, rising.</param>
internal sealed class Histogram(params double[] bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    /// <summary>Counts an observation.</summary>
    public void Add(TimeSpan duration)
    {
        int bucket = Array.FindIndex(bounds, bound => duration.TotalSeconds <= bound);
        lock (_gate)
        {
            _sum += duration.TotalSeconds;
            _counts[bucket < 0 ? bounds.Length : bucket]++;
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(PrometheusText text, string name, string help)
    {
        text.Begin(name, "histogram", help);
        lock (_gate)
        {
            long below = 0;
            for (int bucket = 0; bucket < _counts.Length; bucket++)
                text.Line($"{name}_bucket{{le=\"{(bucket < bounds.Length ? bounds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf")}\"}}", below += _counts[bucket]);
            text.Line($"{name}_sum", _sum);
            text.Line($"{name}_count", below);
        }
    }
}
