using Mien.Core;
using Mien.Reporting;

namespace Mien.Analysis;

/// <summary>
/// A time series for a chart in bounded memory: samples are averaged in bins of equal length, and whenever the series
/// outgrows <see cref="Capacity"/> bins, neighbours are joined and the bins become twice as long. An hour takes as much
/// memory as a minute, at the resolution that a chart can show.
/// </summary>
internal sealed class DecimatedSeries(MediaTime start, int width)
{
    public const int Capacity = 256;

    private static readonly TimeSpan s_firstBin = TimeSpan.FromMilliseconds(40);

    private readonly Bin?[] _bins = new Bin?[Capacity];
    private TimeSpan _binLength = s_firstBin;

    /// <summary>Samples added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a sample.</summary>
    /// <param name="time">When.</param>
    /// <param name="presence">See <see cref="ReportPoint.Presence"/>.</param>
    /// <param name="probabilities">The numbers, or empty where nothing is known.</param>
    public void Add(MediaTime time, float presence, ReadOnlySpan<float> probabilities)
    {
        long index;
        while ((index = (time - start).Ticks / _binLength.Ticks) >= Capacity)
            JoinNeighbours();
        Bin bin = _bins[Math.Max(0, index)] ??= new Bin(time, width);
        bin.Add(time, presence, probabilities);
        Count++;
    }

    /// <summary>The series as stretches that reach to the next one, unless a gap lies between.</summary>
    /// <param name="step">Usual time between samples: the last sample before a gap lasts so long.</param>
    public IReadOnlyList<ReportPoint> ToPoints(TimeSpan step)
    {
        TimeSpan bridge = 2.5 * step > 1.5 * _binLength ? 2.5 * step : 1.5 * _binLength;
        Bin[] bins = [.. _bins.OfType<Bin>()];
        List<ReportPoint> points = new(bins.Length);
        for (int i = 0; i < bins.Length; i++)
        {
            bool connected = i + 1 < bins.Length && bins[i + 1].First - bins[i].Last <= bridge;
            MediaTime end = connected ? bins[i + 1].First : bins[i].Last + step;
            points.Add(bins[i].ToPoint(end));
        }
        return points;
    }

    private void JoinNeighbours()
    {
        for (int i = 0; i < Capacity; i++)
        {
            Bin? joined = 2 * i < Capacity ? Bin.Join(_bins[2 * i], _bins[2 * i + 1]) : null;
            _bins[i] = joined;
        }
        _binLength *= 2;
    }

    private sealed class Bin(MediaTime first, int width)
    {
        private readonly double[] _sums = new double[width];
        private double _presence;
        private long _count;
        private long _known;

        public MediaTime First => first;

        public MediaTime Last { get; private set; }

        public void Add(MediaTime time, float presence, ReadOnlySpan<float> probabilities)
        {
            Last = time;
            _count++;
            _presence += presence;
            if (probabilities.IsEmpty)
                return;
            _known++;
            for (int i = 0; i < _sums.Length; i++)
                _sums[i] += probabilities[i];
        }

        public ReportPoint ToPoint(MediaTime end) =>
            new(First.Seconds, end.Seconds, _known > 0 ? [.. _sums.Select(sum => sum / _known)] : null, _presence / _count);

        public static Bin? Join(Bin? earlier, Bin? later)
        {
            if (earlier is null || later is null)
                return earlier ?? later;
            for (int i = 0; i < earlier._sums.Length; i++)
                earlier._sums[i] += later._sums[i];
            earlier._presence += later._presence;
            earlier._count += later._count;
            earlier._known += later._known;
            earlier.Last = later.Last;
            return earlier;
        }
    }
}
