using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Mien.Server.Jobs;

namespace Mien.Server.Metrics;

/// <summary>What a server counts, in the text format of Prometheus (exposition format 0.0.4).</summary>
internal sealed class ServerMetrics
{
    private static readonly double[] s_seconds = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];

    private readonly ConcurrentDictionary<(string Route, int Status), long> _requests = new();
    private readonly ConcurrentDictionary<JobState, long> _jobs = new();
    private readonly long[] _durations = new long[s_seconds.Length + 1];
    private readonly Lock _lock = new();
    private double _durationSum;

    /// <summary>Counts an answered request.</summary>
    /// <param name="route">Its pattern, not its path: paths are the callers' to choose, and so would be the number of rows.</param>
    /// <param name="status">The status of the answer.</param>
    public void CountRequest(string route, int status) => _requests.AddOrUpdate((route, status), 1, (_, count) => count + 1);

    /// <summary>Counts a job that ended.</summary>
    public void CountJob(JobState state, TimeSpan duration)
    {
        _jobs.AddOrUpdate(state, 1, (_, count) => count + 1);
        lock (_lock)
        {
            _durationSum += duration.TotalSeconds;
            int bucket = Array.FindIndex(s_seconds, limit => duration.TotalSeconds <= limit);
            _durations[bucket < 0 ? s_seconds.Length : bucket]++;
        }
    }

    /// <summary>All of it as text.</summary>
    /// <param name="waiting">Jobs that wait now.</param>
    public string ToText(int waiting)
    {
        StringBuilder text = new();
        Begin(text, "mien_requests_total", "counter", "Requests answered, by route and status.");
        foreach (((string route, int status), long count) in _requests.OrderBy(pair => pair.Key))
            Line(text, $"mien_requests_total{{route=\"{route}\",status=\"{status}\"}}", count);
        Begin(text, "mien_jobs_total", "counter", "Analyses ended, by how.");
        foreach ((JobState state, long count) in _jobs.OrderBy(pair => pair.Key))
            Line(text, $"mien_jobs_total{{state=\"{state.ToString().ToLowerInvariant()}\"}}", count);
        Begin(text, "mien_job_seconds", "histogram", "How long analyses took.");
        lock (_lock)
        {
            long below = 0;
            for (int bucket = 0; bucket < _durations.Length; bucket++)
                Line(text, $"mien_job_seconds_bucket{{le=\"{(bucket < s_seconds.Length ? s_seconds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf")}\"}}", below += _durations[bucket]);
            Line(text, "mien_job_seconds_sum", _durationSum);
            Line(text, "mien_job_seconds_count", below);
        }
        Begin(text, "mien_jobs_waiting", "gauge", "Analyses that wait.");
        Line(text, "mien_jobs_waiting", waiting);
        Begin(text, "process_resident_memory_bytes", "gauge", "Memory that the process holds.");
        Line(text, "process_resident_memory_bytes", Environment.WorkingSet);
        return text.ToString();
    }

    private static void Begin(StringBuilder text, string name, string kind, string help) => text.Append($"# HELP {name} {help}\n# TYPE {name} {kind}\n");

    private static void Line(StringBuilder text, string name, double value) => text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
}
