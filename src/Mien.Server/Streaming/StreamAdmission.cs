namespace Mien.Server.Streaming;

/// <summary>
/// Decides whether one more session is carried, by what the others cost: the workers' busy time over the last seconds, and for sessions too
/// young to show in it, and the one that asks, what a frame costs times the frames that are expected of them. Both count as at the lowest
/// quality level: quality gives way before anyone is refused. Safe for use from several threads.
/// </summary>
internal sealed class StreamAdmission
{
    // Busy time counts with exp(-age / this): long enough to even out frames, short enough that who left is soon forgotten.
    private const double MemorySeconds = 4;

    // Of a frame's cost: the first guess, how fast frames correct it, and how many times it a single one may count for. The first frames
    // after a start take fifty times as long, because code is compiled and memory is made.
    private const double FirstCostSeconds = 0.012, CostGain = 0.02, MostCosts = 3;

    // A level's cost as a part of the one above, until it was seen: the last of the shipped models' four takes 0.37 of the first.
    private const double StepCost = 0.72;

    private readonly StreamOptions _options;
    private readonly int _workers;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly List<long> _begun = [];
    private readonly double[] _costs; // seconds a frame by quality level; NaN where none was seen
    private int _level;
    private long _updated;
    private double _load; // workers busy on the average

    /// <param name="options">The limits.</param>
    /// <param name="workers">Workers that share the work.</param>
    /// <param name="levels">Quality levels, 1 where quality stays as it is.</param>
    /// <param name="clock">Tells the time.</param>
    public StreamAdmission(StreamOptions options, int workers, int levels, TimeProvider clock)
    {
        (_options, _workers, _clock, _updated) = (options, workers, clock, clock.GetTimestamp());
        _costs = new double[levels];
        Array.Fill(_costs, double.NaN);
        _costs[0] = FirstCostSeconds;
    }

    /// <summary>Sessions that are in.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _begun.Count;
        }
    }

    /// <summary>Share of the workers' time that was busy over the last seconds, 0..1.</summary>
    public double Load
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _load / _workers;
            }
        }
    }

    /// <summary>Whether another session would be let in now.</summary>
    /// <returns>Null, or why not, as a sentence.</returns>
    public string? Refusal()
    {
        lock (_gate)
            return Judge();
    }

    /// <summary>Lets a session in, if it can be carried.</summary>
    /// <returns>What is disposed when the session ends; null where it is refused.</returns>
    public IDisposable? TryEnter(out string? refusal)
    {
        lock (_gate)
        {
            refusal = Judge();
            if (refusal is not null)
                return null;
            long now = _clock.GetTimestamp();
            _begun.Add(now);
            return new Place(this, now);
        }
    }

    /// <summary>Counts work that was done.</summary>
    /// <param name="duration">How long a worker was busy with it.</param>
    /// <param name="level">Where it was a frame: the place of its quality level, 0 for full quality.</param>
    public void AddWork(TimeSpan duration, int? level)
    {
        lock (_gate)
        {
            Forget();
            _load += duration.TotalSeconds / MemorySeconds;
            if (level is not { } place)
                return;
            double cost = CostAt(_level = place);
            _costs[place] = cost + CostGain * (Math.Min(duration.TotalSeconds, MostCosts * cost) - cost);
        }
    }

    private string? Judge()
    {
        if (_begun.Count >= _options.MaxSessions)
            return $"This server carries {_begun.Count} live sessions, as many as it may; try again later.";
        Forget();
        double lowestCost = CostAt(_costs.Length - 1);
        // A session's share in the measured load grows as 1 - exp(-age / memory); the rest is yet to come.
        double unseen = 1 + _begun.Sum(begun => Math.Exp(-_clock.GetElapsedTime(begun).TotalSeconds / MemorySeconds));
        double expected = _load * Math.Min(1, lowestCost / CostAt(_level)) + unseen * lowestCost * _options.ExpectedFramesPerSecond;
        return expected <= _options.MaxLoad * _workers || _begun.Count == 0
            ? null
            : $"This server carries {_begun.Count} live sessions, as many as its processors allow at present; try again later.";
    }

    private double CostAt(int level)
    {
        int seen = level;
        while (double.IsNaN(_costs[seen]))
            seen--;
        return _costs[seen] * Math.Pow(StepCost, level - seen);
    }

    private void Forget()
    {
        long now = _clock.GetTimestamp();
        _load *= Math.Exp(-_clock.GetElapsedTime(_updated, now).TotalSeconds / MemorySeconds);
        _updated = now;
    }

    private void Leave(long begun)
    {
        lock (_gate)
            _begun.Remove(begun);
    }

    private sealed class Place(StreamAdmission admission, long begun) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                admission.Leave(begun);
        }
    }
}
