namespace Mien.Media.Tests.Support;

/// <summary>A clock that goes where the test says; timers and delays fire on the test's thread.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed = TimeSpan.FromHours(5);

    /// <summary>The date at the clock's zero; tests move it as a user sets the date.</summary>
    public DateTimeOffset Date { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
            return _elapsed.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => Date + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            ManualTimer timer = new(this, () => callback(state), period);
            timer.Change(dueTime, period);
            return timer;
        }
    }

    /// <summary>How many delays are waited for.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    /// <summary>Goes on by a span; what becomes due runs before this returns.</summary>
    public void Advance(TimeSpan span)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _elapsed += span;
            due = [.. _timers.Where(timer => timer.Due <= _elapsed)];
            foreach (ManualTimer timer in due)
                timer.Rearm(_elapsed);
        }
        foreach (ManualTimer timer in due)
            timer.Fire();
    }

    private sealed class ManualTimer(ManualTime owner, Action fire, TimeSpan period) : ITimer
    {
        private TimeSpan _period = period;

        public TimeSpan Due { get; private set; }

        public void Fire() => fire();

        public void Rearm(TimeSpan now)
        {
            if (_period > TimeSpan.Zero)
                Due = now + _period;
            else
                owner._timers.Remove(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (owner._lock)
            {
                owner._timers.Remove(this);
                _period = newPeriod;
                if (dueTime < TimeSpan.Zero)
                    return true;
                Due = owner._elapsed + dueTime;
                owner._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (owner._lock)
                owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
