namespace Mien.Analysis;

/// <summary>
/// Tells how busy the machine is: processors and memory from <c>/proc</c> and the container's limits, GPU memory from <c>nvidia-smi</c> where
/// that is installed. A sample is taken when somebody asks and the last one is old enough; one monitor serves all streams of a process, from
/// any thread, and asking costs next to nothing.
/// </summary>
public sealed class ResourceMonitor : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly ProcessorTimes _processors;
    private readonly MemoryReader _memory;
    private readonly GpuMemoryReader? _gpu;
    private ResourceSample _last;

    /// <summary>Begins to measure.</summary>
    /// <param name="interval">How old a sample may be; null for half a second.</param>
    /// <param name="clock">Tells the time; null for the system's.</param>
    public ResourceMonitor(TimeSpan? interval = null, TimeProvider? clock = null)
        : this(interval, clock, "/", GpuMemoryReader.Find(Environment.GetEnvironmentVariable("PATH")))
    {
    }

    /// <summary>The same on another root of <c>/proc</c> and <c>/sys</c>, and with a given <c>nvidia-smi</c>.</summary>
    internal ResourceMonitor(TimeSpan? interval, TimeProvider? clock, string root, GpuMemoryReader? gpu)
    {
        _clock = clock ?? TimeProvider.System;
        _interval = interval ?? TimeSpan.FromMilliseconds(500);
        _processors = new ProcessorTimes(Path.Combine(root, "proc/stat"), _clock);
        _memory = new MemoryReader(root);
        _gpu = gpu;
        _last = Take();
    }

    /// <summary>The newest sample. The first has no processor times yet, which are measured between samples.</summary>
    public ResourceSample Read()
    {
        lock (_gate)
        {
            if (_clock.GetUtcNow() - _last.Time >= _interval)
                _last = Take();
            return _last;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gpu?.Dispose();

    private ResourceSample Take()
    {
        (double? machine, double? process) = _processors.Read();
        return new ResourceSample(_clock.GetUtcNow(), machine, process, Environment.WorkingSet, _memory.ReadFree(), _gpu?.Read(_clock.GetUtcNow()));
    }
}
