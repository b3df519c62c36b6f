using System.Collections.Concurrent;
using Mien.Server.Jobs;
using Mien.Server.Streaming;

namespace Mien.Server.Metrics;

/// <summary>What a server counts, in the text format of Prometheus (exposition format 0.0.4).</summary>
internal sealed class ServerMetrics
{
    private readonly ConcurrentDictionary<(string Route, int Status), long> _requests = new();
    private readonly ConcurrentDictionary<JobState, long> _jobs = new();
    private readonly Histogram _durations = new(0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000);

    /// <summary>What is counted of live streams.</summary>
    public StreamMetrics Streams { get; } = new();

    /// <summary>Counts an answered request.</summary>
    /// <param name="route">Its pattern, not its path: paths are the callers' to choose, and so would be the number of rows.</param>
    /// <param name="status">The status of the answer.</param>
    public void CountRequest(string route, int status) => _requests.AddOrUpdate((route, status), 1, (_, count) => count + 1);

    /// <summary>Counts a job that ended.</summary>
    public void CountJob(JobState state, TimeSpan duration)
    {
        _jobs.AddOrUpdate(state, 1, (_, count) => count + 1);
        _durations.Add(duration);
    }

    /// <summary>All of it as text.</summary>
    /// <param name="waiting">Jobs that wait now.</param>
    /// <param name="streams">The live streams now.</param>
    public string ToText(int waiting, StreamHost streams)
    {
        PrometheusText text = new();
        text.Begin("mien_requests_total", "counter", "Requests answered, by route and status.");
        foreach (((string route, int status), long count) in _requests.OrderBy(pair => pair.Key))
            text.Line($"mien_requests_total{{route=\"{route}\",status=\"{status}\"}}", count);
        text.Begin("mien_jobs_total", "counter", "Analyses ended, by how.");
        foreach ((JobState state, long count) in _jobs.OrderBy(pair => pair.Key))
            text.Line($"mien_jobs_total{{state=\"{state.ToString().ToLowerInvariant()}\"}}", count);
        _durations.Write(text, "mien_job_seconds", "How long analyses took.");
        text.Single("mien_jobs_waiting", "gauge", "Analyses that wait.", waiting);
        Streams.Write(text, streams);
        text.Single("process_resident_memory_bytes", "gauge", "Memory that the process holds.", Environment.WorkingSet);
        return text.ToString();
    }
}
