using System.Globalization;

namespace Mien.Analysis;

/// <summary>
/// Chooses the quality level of a live stream so that its latency stays within bounds while other work comes and goes. Pressure that lasts
/// half a second takes the level one step down; calm that lasts takes it one step up. Between both lies a range in which nothing changes, and
/// a step up that does not hold makes the next one wait twice as long. The first seconds of a stream, in which code is compiled and networks are
/// made, and the first results after a change do not count. Safe for use from several threads.
/// <code>
/// controller.AddResult(latency);                                              // after each frame
/// QualityLevel next = controller.Decide(queued / 10.0, monitor.Read());       // before the next
/// </code>
/// </summary>
public sealed class QualityController
{
    private const double FullQueue = 0.5;
    private const double CalmQueue = 0.25;
    private const double ManyDropped = 0.2;
    private const double FewDropped = 0.02;
    private const double BusyProcessors = 0.95;
    private const double CalmProcessors = 0.85;
    private const double FarBelow = 0.5;
    private const double LittleMemory = 0.05;
    private const double EnoughMemory = 0.10;
    private const int LeastResults = 5;
    private const int MostChanges = 1000;

    private readonly Lock _gate = new();
    private readonly QualityLadder _ladder;
    private readonly QualityOptions _options;
    private readonly TimeProvider _clock;
    private readonly Action<QualityChange>? _onChanged;
    private readonly LatencyWindow _window;
    private readonly Queue<QualityChange> _changes = new();
    private TimeSpan _upAfter;
    private DateTimeOffset? _pressedSince;
    private DateTimeOffset? _calmSince;
    private DateTimeOffset? _lastUp;
    private DateTimeOffset? _settledAt;

    /// <summary>Begins at full quality.</summary>
    /// <param name="ladder">The levels.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <param name="clock">Tells the time; null for the system's.</param>
    /// <param name="onChanged">Called with every change, on the thread that called <see cref="Decide"/>.</param>
    /// <exception cref="Core.UserErrorException">A setting is out of its range.</exception>
    public QualityController(QualityLadder ladder, QualityOptions? options = null, TimeProvider? clock = null, Action<QualityChange>? onChanged = null)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        (_ladder, _options, _clock, _onChanged) = (ladder, (options ?? new QualityOptions()).Validate(), clock ?? TimeProvider.System, onChanged);
        _window = new LatencyWindow(_options.Window);
        _upAfter = _options.UpAfter;
        Level = ladder[0];
    }

    /// <summary>The level of the next frame.</summary>
    public QualityLevel Level { get; private set; }

    /// <summary>Why the level is what it is; null where it never changed.</summary>
    public string? Reason { get; private set; }

    /// <summary>The last changes, oldest first, at most a thousand.</summary>
    public IReadOnlyList<QualityChange> Changes
    {
        get
        {
            lock (_gate)
                return [.. _changes];
        }
    }

    /// <summary>The latency that 95 of 100 of the last seconds' results did not exceed; null where there were none.</summary>
    public TimeSpan? Latency
    {
        get
        {
            lock (_gate)
            {
                _window.Forget(_clock.GetUtcNow());
                return _window.Percentile95();
            }
        }
    }

    /// <summary>Takes the latency of a result.</summary>
    /// <param name="latency">From capture (or from arrival, where the capture's clock is another machine's) to result.</param>
    public void AddResult(TimeSpan latency)
    {
        lock (_gate)
            Add(latency);
    }

    /// <summary>Takes note of a frame that was dropped because others waited.</summary>
    public void AddDropped()
    {
        lock (_gate)
            Add(null);
    }

    /// <summary>Chooses the level of the next frame.</summary>
    /// <param name="queueFill">Part of the frames' queue that is full, 0..1.</param>
    /// <param name="resources">How busy the machine is; null where nobody knows.</param>
    /// <returns>The level.</returns>
    public QualityLevel Decide(double queueFill, ResourceSample? resources = null)
    {
        QualityChange? change;
        lock (_gate)
            change = Change(queueFill, resources);
        if (change is not null)
            _onChanged?.Invoke(change);
        return Level;
    }

    private void Add(TimeSpan? latency)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        _settledAt ??= now + _options.Window;
        if (now >= _settledAt)
            _window.Add(now, latency);
    }

    private QualityChange? Change(double queueFill, ResourceSample? resources)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        _window.Forget(now);
        TimeSpan? latency = _window.Percentile95();
        double dropped = _window.Count >= LeastResults ? (double)_window.Dropped / _window.Count : 0;
        (QualityPressure pressure, string reason) = Pressure(latency, queueFill, dropped, resources);
        bool isCalm = pressure == QualityPressure.None && IsCalm(latency, queueFill, dropped, resources);
        _pressedSince = pressure == QualityPressure.None ? null : _pressedSince ?? now;
        _calmSince = isCalm ? _calmSince ?? now : null;
        if (_lastUp is { } up && now - up >= _options.LongestUpAfter)
            (_lastUp, _upAfter) = (null, _options.UpAfter); // the last step up has held
        if (now - _pressedSince >= _options.DownAfter && Level.Index < _ladder.Count - 1)
        {
            if (_lastUp is { } failed && now - failed < _upAfter)
                _upAfter = _upAfter * 2 < _options.LongestUpAfter ? _upAfter * 2 : _options.LongestUpAfter;
            _lastUp = null;
            return Step(now, 1, pressure, reason);
        }
        if (now - _calmSince >= _upAfter && Level.Index > 0)
        {
            _lastUp = now;
            return Step(now, -1, QualityPressure.None, string.Create(CultureInfo.InvariantCulture, $"calm for {_upAfter.TotalSeconds:0.#} s, latency {latency?.TotalMilliseconds ?? 0:0} ms at p95"));
        }
        return null;
    }

    private QualityChange Step(DateTimeOffset now, int steps, QualityPressure pressure, string reason)
    {
        QualityChange change = new(now, Level, _ladder[Level.Index + steps], pressure, reason);
        (Level, Reason) = (change.To, reason);
        // What was measured at the other level says nothing about this one.
        _window.Clear();
        (_pressedSince, _calmSince, _settledAt) = (null, null, now + _options.DownAfter);
        if (_changes.Count == MostChanges)
            _changes.Dequeue();
        _changes.Enqueue(change);
        return change;
    }

    private (QualityPressure Pressure, string Reason) Pressure(TimeSpan? latency, double queueFill, double dropped, ResourceSample? resources)
    {
        TimeSpan high = _options.TargetLatency * _options.HighLatency;
        bool isSure = _window.Count - _window.Dropped >= LeastResults;
        if (isSure && latency > high)
            return (QualityPressure.Latency, Text($"latency {latency.Value.TotalMilliseconds:0} ms at p95, more than {high.TotalMilliseconds:0} ms"));
        if (queueFill >= FullQueue)
            return (QualityPressure.Queue, Text($"frames wait: {queueFill:0%} of the queue"));
        if (dropped >= ManyDropped)
            return (QualityPressure.Queue, Text($"{dropped:0%} of the frames dropped"));
        if (resources?.FreeMemory < LittleMemory)
            return (QualityPressure.Memory, Text($"{resources.FreeMemory:0.#%} of the memory free, less than {LittleMemory:0%}"));
        if (resources?.FreeGpuMemory < LittleMemory)
            return (QualityPressure.GpuMemory, Text($"{resources.FreeGpuMemory:0.#%} of the GPU's memory free, less than {LittleMemory:0%}"));
        // Busy processors alone do no harm: other work may be of lower priority than this.
        TimeSpan calm = _options.TargetLatency * _options.CalmLatency;
        if (isSure && resources?.MachineProcessors >= BusyProcessors && latency > calm)
            return (QualityPressure.Processor, Text($"processors {resources.MachineProcessors:0%} busy and latency {latency.Value.TotalMilliseconds:0} ms at p95, more than {calm.TotalMilliseconds:0} ms"));
        return (QualityPressure.None, "");

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    private bool IsCalm(TimeSpan? latency, double queueFill, double dropped, ResourceSample? resources)
    {
        TimeSpan calm = _options.TargetLatency * _options.CalmLatency;
        // On a machine that others keep busy for good there may still be room: results that come very early say so.
        return latency <= (resources?.MachineProcessors > CalmProcessors ? calm * FarBelow : calm)
            && queueFill <= CalmQueue
            && dropped <= FewDropped
            && resources?.FreeMemory is null or >= EnoughMemory
            && resources?.FreeGpuMemory is null or >= EnoughMemory;
    }
}
