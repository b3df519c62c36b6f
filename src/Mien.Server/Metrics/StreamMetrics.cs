using System.Collections.Concurrent;
using Mien.Server.Streaming;

namespace Mien.Server.Metrics;

/// <summary>What a server counts of live streams. Safe for use from several threads.</summary>
internal sealed class StreamMetrics
{
    private readonly Histogram _latency = new(0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 3);
    private readonly ConcurrentDictionary<string, long> _frames = new();
    private readonly ConcurrentDictionary<string, long> _refusals = new();
    private readonly ConcurrentDictionary<int, long> _closures = new();
    private long _sessions;
    private long _sounds;
    private long _badSounds;

    /// <summary>Counts a session that began.</summary>
    public void CountSession() => Interlocked.Increment(ref _sessions);

    /// <summary>Counts a session that was not let in.</summary>
    /// <param name="reason">One of a few words.</param>
    public void CountRefusal(string reason) => Count(_refusals, reason);

    /// <summary>Counts a session that ended.</summary>
    public void CountClosure(StreamClosure closure) => Count(_closures, closure.IsClientGone ? 0 : (int)closure.Status);

    /// <summary>Counts an answered frame.</summary>
    /// <param name="outcome">result, skipped, or the code of the error.</param>
    public void CountFrame(string outcome) => Count(_frames, outcome);

    /// <summary>Counts a chunk of sound.</summary>
    public void CountSound(bool isUsable) => Interlocked.Increment(ref isUsable ? ref _sounds : ref _badSounds);

    /// <summary>Counts the time from a frame's arrival to its result.</summary>
    public void AddLatency(TimeSpan latency) => _latency.Add(latency);

    /// <summary>Writes all of it.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="host">Tells what is so now.</param>
    public void Write(PrometheusText text, StreamHost host)
    {
        text.Single("mien_stream_sessions", "gauge", "Live sessions.", host.Admission.Count);
        text.Single("mien_stream_sessions_total", "counter", "Live sessions begun.", Interlocked.Read(ref _sessions));
        Write(text, "mien_stream_refused_total", "Live sessions not let in, by why.", "reason", _refusals);
        Write(text, "mien_stream_closed_total", "Live sessions ended, by close code; 0 where the client left without asking.", "code", _closures);
        Write(text, "mien_stream_frames_total", "Frames answered, by how.", "outcome", _frames);
        text.Begin("mien_stream_sounds_total", "counter", "Chunks of sound, by whether they could be used.");
        text.Line("mien_stream_sounds_total{outcome=\"usable\"}", Interlocked.Read(ref _sounds));
        text.Line("mien_stream_sounds_total{outcome=\"bad\"}", Interlocked.Read(ref _badSounds));
        _latency.Write(text, "mien_stream_latency_seconds", "Time from a frame's arrival to its result.");
        text.Single("mien_stream_load", "gauge", "Share of the workers' time that was busy over the last seconds.", host.Admission.Load);
        text.Single("mien_stream_level", "gauge", "Quality level of live streams, 0 the best.", host.ChooseLevel().Index);
    }

    private static void Count<TKey>(ConcurrentDictionary<TKey, long> counts, TKey key) where TKey : notnull => counts.AddOrUpdate(key, 1, (_, count) => count + 1);

    private static void Write<TKey>(PrometheusText text, string name, string help, string label, ConcurrentDictionary<TKey, long> counts) where TKey : notnull
    {
        text.Begin(name, "counter", help);
        foreach ((TKey key, long count) in counts.OrderBy(pair => pair.Key))
            text.Line($"{name}{{{label}=\"{key}\"}}", count);
    }
}
