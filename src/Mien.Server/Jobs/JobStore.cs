using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Mien.Analysis;

namespace Mien.Server.Jobs;

/// <summary>The jobs of a server: those that wait, the one that runs, and those whose results are kept.</summary>
internal sealed class JobStore : IDisposable
{
    private readonly ConcurrentDictionary<string, AnalysisJob> _jobs = new();
    private readonly Lock _deleting = new();
    private readonly Channel<AnalysisJob> _queue;
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _keep;

    /// <summary>Makes the folder.</summary>
    public JobStore(ServerOptions options, TimeProvider clock)
    {
        (_clock, _keep) = (clock, options.KeepResults);
        _queue = Channel.CreateBounded<AnalysisJob>(new BoundedChannelOptions(options.MaxQueue) { SingleReader = true });
        _folder = Path.Combine(options.WorkFolder ?? Path.GetTempPath(), $"mien-serve-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        Directory.CreateDirectory(_folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); // uploads are nobody else's business
    }

    /// <summary>Jobs that wait for their analysis, in order.</summary>
    public ChannelReader<AnalysisJob> Waiting => _queue.Reader;

    /// <summary>A job that is not yet known to anybody.</summary>
    public AnalysisJob Prepare(AnalysisOptions options)
    {
        string id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        AnalysisJob job = new(id, Path.Combine(_folder, id), options);
        job.MakeFolder();
        return job;
    }

    /// <summary>Puts a job at the end of the queue.</summary>
    /// <returns>False where the queue is full or the server stops.</returns>
    public bool TryAdd(AnalysisJob job)
    {
        _jobs[job.Id] = job;
        if (_queue.Writer.TryWrite(job))
            return true;
        _jobs.TryRemove(job.Id, out _);
        return false;
    }

    public AnalysisJob? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>Stops a job and forgets it and its files.</summary>
    public void Remove(AnalysisJob job)
    {
        _jobs.TryRemove(job.Id, out _);
        job.Cancel();
        // A running one is ended and cleaned up by whoever runs it.
        if (job.State != JobState.Running)
        {
            job.End(JobState.Cancelled, _clock.GetUtcNow());
            DeleteFiles(job);
        }
    }

    /// <summary>Deletes all that a job put on the disk; requests may still do so while the server is put away.</summary>
    public void DeleteFiles(AnalysisJob job)
    {
        lock (_deleting)
            job.DeleteFiles();
    }

    /// <summary>Whether the job is still to be had.</summary>
    public bool Holds(AnalysisJob job) => _jobs.ContainsKey(job.Id);

    /// <summary>Forgets results that were kept long enough.</summary>
    public void RemoveExpired()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        foreach (AnalysisJob job in _jobs.Values)
            if (job.EndTime is { } end && now - end > _keep)
                Remove(job);
    }

    /// <summary>Takes no more jobs; what waits can still be read.</summary>
    public void Close() => _queue.Writer.TryComplete();

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        lock (_deleting)
            if (Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
    }
}
