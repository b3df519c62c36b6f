using Mien.Core;

namespace Mien.Synchronization;

/// <summary>
/// Measures how fast a source's clock runs against a reference, from times at which things were captured (source's clock) and came
/// (reference). Things come late by amounts that vary, never early, so what counts is the least lateness of each block of five seconds: jitter
/// and bursts of arrival only add to it. With the least lateness m_k of block k, found at time t_k, the slope s is the median of
/// (m_j - m_i) / (t_j - t_i) over all pairs of the last sixty blocks (Theil 1950, Sen 1968), and the level the least m_k - s t_k. The drift is
/// -s: a clock that runs fast seems ever less late. What the line has risen since it began is the correction. A jump that lasts half a minute, for
/// example after a source was away, is a new delay and no drift, and is left out.
/// </summary>
public sealed class ClockDriftEstimator
{
    private const int MinBlocks = 6;
    private const int SureBlocks = 24;
    private const int MaxBlocks = 60;
    private const int StepBlocks = 6;
    private const double MaxDrift = 1000e-6;
    private const double StepMicroseconds = 20_000;
    private const double StepSpreads = 4;
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
    private double _spread;
    private double? _startLevel;
    private double _now;

    /// <summary>
    /// How much faster the source's clock runs than the reference, in millionths, -1000..1000; null before half a minute was seen.
    /// </summary>
    public double? DriftPpm => _startLevel is null ? null : -_slope * 1e6;

    /// <summary>What to add to the source's times at present, so that they advance as the reference does; zero while the drift is not known.</summary>
    public TimeSpan Correction => _startLevel is { } start ? TimeSpan.FromMicroseconds(_level + (_slope * _now) - start) : TimeSpan.Zero;

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
        _now = (reference - _origin.Value).TotalMicroseconds;
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

    /// <summary>Whether the lateness follows from those before by at most the greatest drift and some noise.</summary>
    private bool IsExpected((double Time, double Lateness) block) =>
        _blocks.Count == 0 || Math.Abs(block.Lateness - Predict(block.Time)) <= Tolerance(block.Time - _blocks[^1].Time);

    /// <summary>Where blocks spread widely, only more is a jump; while the line is young, any drift may still be.</summary>
    private double Tolerance(double elapsed) => Math.Max(StepMicroseconds, StepSpreads * _spread) + (_blocks.Count < SureBlocks ? MaxDrift * elapsed : 0);

    private double Predict(double time) => _level + (_slope * time);

    /// <summary>Blocks that do not fit are left out, unless several in a row agree: then the delay is another one from there on.</summary>
    private void Suspect((double Time, double Lateness) block)
    {
        if (_suspects.Count > 0 && Math.Abs(block.Lateness - _suspects[^1].Lateness) > Tolerance(block.Time - _suspects[^1].Time))
            _suspects.Clear();
        _suspects.Add(block);
        if (_suspects.Count < StepBlocks)
            return;
        double step = _suspects.Min(suspect => suspect.Lateness - Predict(suspect.Time));
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
        _slope = _blocks.Count < MinBlocks ? 0 : Math.Clamp(Slope(), -MaxDrift, MaxDrift);
        _level = _blocks.Min(known => known.Lateness - (_slope * known.Time));
        _spread = Median([.. _blocks.Select(known => known.Lateness - Predict(known.Time))]);
        // The line's start stays in reach only as long as the first block is in the window.
        if (_blocks.Count >= MinBlocks && (_startLevel is null || _blocks.Count < MaxBlocks))
            _startLevel = Predict(_blocks[0].Time);
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
