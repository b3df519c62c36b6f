using System.Globalization;

namespace Mien.Analysis;

/// <summary>Shares of the processors' time between two readings: the machine's from <c>/proc/stat</c> (proc_stat(5)), the process's from the runtime.</summary>
/// <param name="path">The file <c>/proc/stat</c>.</param>
/// <param name="clock">Tells how long a reading is ago.</param>
internal sealed class ProcessorTimes(string path, TimeProvider clock)
{
    // Fields of the line "cpu": user nice system idle iowait irq softirq steal (guest times are part of user and nice).
    private const int Idle = 3;
    private const int IoWait = 4;
    private const int Fields = 8;

    private (long Busy, long All)? _machine;
    private (long Timestamp, TimeSpan Used)? _process;

    /// <summary>The shares since the last reading, 0..1; null at the first, or where they are not known.</summary>
    public (double? Machine, double? Process) Read() => (ReadMachine(), ReadProcess());

    private double? ReadMachine()
    {
        (long Busy, long All)? before = _machine;
        _machine = ReadTimes();
        return before is { } then && _machine is { } now && now.All > then.All
            ? Math.Clamp((double)(now.Busy - then.Busy) / (now.All - then.All), 0, 1)
            : null;
    }

    private double? ReadProcess()
    {
        (long Timestamp, TimeSpan Used)? before = _process;
        TimeSpan used = Environment.CpuUsage.TotalTime;
        _process = (clock.GetTimestamp(), used);
        if (before is not { } then)
            return null;
        TimeSpan elapsed = clock.GetElapsedTime(then.Timestamp);
        return elapsed > TimeSpan.Zero ? Math.Clamp((used - then.Used) / (elapsed * Environment.ProcessorCount), 0, 1) : null;
    }

    private (long Busy, long All)? ReadTimes()
    {
        string? line;
        try
        {
            line = File.ReadLines(path).FirstOrDefault();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        string[] words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words.Length <= Fields || words[0] != "cpu")
            return null;
        long[] times = new long[Fields];
        for (int field = 0; field < Fields; field++)
            if (!long.TryParse(words[field + 1], NumberStyles.None, CultureInfo.InvariantCulture, out times[field]))
                return null;
        long all = times.Sum();
        return (all - times[Idle] - times[IoWait], all);
    }
}
