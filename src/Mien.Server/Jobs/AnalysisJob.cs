using Mien.Analysis;

namespace Mien.Server.Jobs;

/// <summary>One upload on its way to a result. Safe for use from several threads.</summary>
/// <param name="id">What callers ask for it by; not to be guessed.</param>
/// <param name="folder">Its own folder, which is made here and deleted with it.</param>
/// <param name="options">The settings of its analysis, without the places of files.</param>
internal sealed class AnalysisJob(string id, string folder, AnalysisOptions options) : IAnalysisProgress
{
    private const string ResultName = "result";

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();
    private AnalysisPosition _position;

    public string Id => id;

    /// <summary>Where the upload is received.</summary>
    public string ReceivingPath => Path.Combine(folder, "received");

    /// <summary>Where the upload lies, under the name that the sender gave it, until it is analysed.</summary>
    public string MediaPath { get; private set; } = "";

    /// <summary>Where the result lies when the job is done.</summary>
    public string ResultPath => Path.Combine(folder, ResultName + ".json");

    /// <summary>Settings that send the outputs to this job's folder.</summary>
    public AnalysisOptions Options => options with { OutputDirectory = folder, OutputName = ResultName, InputName = Path.GetFileName(MediaPath), Formats = OutputFormats.Json };

    public JobState State { get; private set; }

    /// <summary>Why the job failed; null where it did not.</summary>
    public string? Error { get; private set; }

    /// <summary>When it ended; null where it has not.</summary>
    public DateTimeOffset? EndTime { get; private set; }

    /// <summary>Ends with the job, however that ends.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Cancelled by <see cref="Cancel"/>.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>How far the analysis is.</summary>
    public AnalysisPosition Position
    {
        get
        {
            lock (_lock)
                return _position;
        }
    }

    public void MakeFolder() => Directory.CreateDirectory(folder);

    /// <summary>Takes what was received as the medium.</summary>
    /// <param name="name">What the sender calls it; what could be more than a name in it is replaced.</param>
    public void TakeMedium(string name)
    {
        string harmless = new([.. name.Select(character => char.IsLetterOrDigit(character) || character is '.' or '-' or '_' or ' ' ? character : '_')]);
        string media = Path.Combine(folder, "media");
        Directory.CreateDirectory(media);
        MediaPath = Path.Combine(media, harmless.Trim('.', ' ') is { Length: > 0 } usable ? usable : "upload");
        File.Move(ReceivingPath, MediaPath);
    }

    /// <summary>Marks it as running.</summary>
    /// <returns>Whether it had not ended before.</returns>
    public bool TryBegin()
    {
        lock (_lock)
        {
            if (State != JobState.Queued)
                return false;
            State = JobState.Running;
            return true;
        }
    }

    /// <summary>Ends it, once; later calls change nothing.</summary>
    public void End(JobState state, DateTimeOffset time, string? error = null)
    {
        lock (_lock)
        {
            if (EndTime is not null)
                return;
            (State, EndTime, Error) = (state, time, error);
        }
        _ended.TrySetResult();
    }

    /// <summary>Stops it where it runs.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>Deletes all that it put on the disk; one at a time, see <see cref="JobStore.DeleteFiles"/>.</summary>
    public void DeleteFiles()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    void IAnalysisProgress.Begin(TimelineHeader header)
    {
    }

    void IAnalysisProgress.Advance(AnalysisPosition position)
    {
        lock (_lock)
            _position = position;
    }

    void IAnalysisProgress.Warn(string message)
    {
    }
}
