namespace Mien.Server.Streaming;

/// <summary>
/// Decides whether one more session is carried, by what the others cost: the workers' busy time over the last seconds, and for sessions too
/// young to show in it, and the one that asks, what a frame costs at present times the frames that are expected of them. Safe for use
/// from several threads.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="workers">Workers that share the work.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class StreamAdmission(StreamOptions options, int workers, TimeProvider clock)
{
    // Busy time counts with exp(-age / this): long enough to even out frames, short enough that who left is soon forgotten.
    private const double MemorySeconds = 4;

    // Of a frame's cost: the first guess, how fast frames correct it, and how many times it a single one may count for. The first frames
    // after a start take fifty times as long, because code is compiled and memory is made.
    private const double FirstCostSeconds = 0.012, CostGain = 0.02, MostCosts = 3;

    private readonly Lock _gate = new();
    private readonly List<long> _begun = [];
    private long _updated = clock.GetTimestamp();
    private double _load; // workers busy on the average
    private double _cost = FirstCostSeconds;

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
                return _load / workers;
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
            long now = clock.GetTimestamp();
            _begun.Add(now);
            return new Place(this, now);
        }
    }

    /// <summary>Counts work that was done.</summary>
    /// <param name="duration">How long a worker was busy with it.</param>
    /// <param name="isFrame">Whether it was a frame.</param>
    public void AddWork(TimeSpan duration, bool isFrame)
    {
        lock (_gate)
        {
            Forget();
            _load += duration.TotalSeconds / MemorySeconds;
            if (isFrame)
                _cost += CostGain * (Math.Min(duration.TotalSeconds, MostCosts * _cost) - _cost);
        }
    }

    private string? Judge()
    {
        if (_begun.Count >= options.MaxSessions)
            return $"This server carries {_begun.Count} live sessions, as many as it may; try again later.";
        Forget();
        // A session's share in the measured load grows as 1 - exp(-age / memory); the rest is yet to come.
        double unseen = 1 + _begun.Sum(begun => Math.Exp(-clock.GetElapsedTime(begun).TotalSeconds / MemorySeconds));
        double expected = _load + unseen * _cost * options.ExpectedFramesPerSecond;
        return expected <= options.MaxLoad * workers || _begun.Count == 0
            ? null
            : $"This server carries {_begun.Count} live sessions, as many as its processors allow at present; try again later.";
    }

    private void Forget()
    {
        long now = clock.GetTimestamp();
        _load *= Math.Exp(-clock.GetElapsedTime(_updated, now).TotalSeconds / MemorySeconds);
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
