using Mien.Core;

namespace Mien.Synchronization;

/// <summary>
/// Measures how fast a source's clock runs against a reference, from times at which things were captured (source's clock) and came
/// (reference). Things come late by amounts that vary, never early, so what counts is the least lateness of each block of time: bursts
/// and jitter of arrival only add to it. With the least lateness m_k of block k, found at time t_k, the drift is the median of
/// (m_j - m_i) / (t_j - t_i) over all pairs of the last blocks (Theil 1950, Sen 1968), with its sign turned: a clock that runs fast seems ever
/// less late. A jump that lasts, for example after a source was away, is a new delay and no drift, and is left out.
/// </summary>
public sealed class ClockDriftEstimator
{
    private const int MinBlocks = 6;
    private const int MaxBlocks = 60;
    private const int StepBlocks = 3;
    private const double MaxDrift = 1000e-6;
    private const double StepMicroseconds = 5000;
    private static readonly TimeSpan s_blockLength = TimeSpan.FromSeconds(5);

    private readonly List<(double Time, double Lateness)> _blocks = new(MaxBlocks);
    private readonly List<(double Time, double Lateness)> _suspects = new(StepBlocks);
    private MediaTime? _origin;
    private MediaTime _blockStart;
    private MediaTime _blockMinimumTime;
    private long _blockMinimum = long.MaxValue;
    private long _baseLateness;
    private double _steps;
    private double _slope;
    private double _level;
    private double? _startLevel;

    /// <summary>
    /// How much faster the source's clock runs than the reference, in millionths, -1000..1000; null before half a minute was seen.
    /// </summary>
    public double? DriftPpm => _startLevel is null ? null : -_slope * 1e6;

    /// <summary>What to add to the source's times at present, so that they advance as the reference does; zero while the drift is not known.</summary>
    public TimeSpan Correction { get; private set; }

    /// <summary>Jumps of the lateness that were taken for a new delay.</summary>
    public int Steps { get; private set; }

    /// <summary>Takes an observation; order does not matter within a few seconds.</summary>
    /// <param name="clock">A time on the source's clock.</param>
    /// <param name="reference">When that came, on the reference.</param>
    public void Observe(MediaTime clock, MediaTime reference)
    {
        long lateness = reference.Microseconds - clock.Microseconds;
        if (_origin is null)
        {
            _origin = _blockStart = reference;
            _baseLateness = lateness;
        }
        if (reference - _blockStart >= s_blockLength)
        {
            EndBlock();
            _blockStart = reference;
            _blockMinimum = long.MaxValue;
        }
        if (lateness >= _blockMinimum)
            return;
        (_blockMinimum, _blockMinimumTime) = (lateness, reference);
    }

    private void EndBlock()
    {
        (double Time, double Lateness) block = ((_blockMinimumTime - _origin!.Value).TotalMicroseconds, _blockMinimum - _baseLateness - _steps);
        if (IsExpected(block))
        {
            _suspects.Clear();
            Accept(block);
        }
        else
        {
            Suspect(block);
        }
    }

    /// <summary>Whether the lateness follows from the last by at most the greatest drift and a little noise.</summary>
    private bool IsExpected((double Time, double Lateness) block)
    {
        if (_blocks.Count == 0)
            return true;
        (double time, double lateness) = _blocks[^1];
        return Math.Abs(block.Lateness - lateness) <= StepMicroseconds + (MaxDrift * (block.Time - time));
    }

    /// <summary>Blocks that do not fit are left out, unless several in a row agree: then the delay is another one from there on.</summary>
    private void Suspect((double Time, double Lateness) block)
    {
        if (_suspects.Count > 0 && Math.Abs(block.Lateness - _suspects[^1].Lateness) > StepMicroseconds + (MaxDrift * (block.Time - _suspects[^1].Time)))
            _suspects.Clear();
        _suspects.Add(block);
        if (_suspects.Count < StepBlocks)
            return;
        double expected = _blocks[^1].Lateness + (_slope * (_suspects[0].Time - _blocks[^1].Time));
        double step = _suspects[0].Lateness - expected;
        _steps += step;
        Steps++;
        foreach ((double time, double lateness) in _suspects)
            Accept((time, lateness - step));
        _suspects.Clear();
    }

    private void Accept((double Time, double Lateness) block)
    {
        if (_blocks.Count == MaxBlocks)
            _blocks.RemoveAt(0);
        _blocks.Add(block);
        if (_blocks.Count < MinBlocks)
            return;
        _slope = Math.Clamp(Slope(), -MaxDrift, MaxDrift);
        _level = Median([.. _blocks.Select(known => known.Lateness - (_slope * known.Time))]);
        // The line's start stays in reach only as long as the first block is in the window.
        if (_startLevel is null || _blocks.Count < MaxBlocks)
            _startLevel = _level + (_slope * _blocks[0].Time);
        Correction = TimeSpan.FromMicroseconds(_level + (_slope * block.Time) - _startLevel.Value);
    }

    private double Slope()
    {
        List<double> slopes = new(_blocks.Count * (_blocks.Count - 1) / 2);
        for (int later = 1; later < _blocks.Count; later++)
            for (int earlier = 0; earlier < later; earlier++)
                if (_blocks[later].Time > _blocks[earlier].Time)
                    slopes.Add((_blocks[later].Lateness - _blocks[earlier].Lateness) / (_blocks[later].Time - _blocks[earlier].Time));
        return slopes.Count == 0 ? 0 : Median(slopes);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        int middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
