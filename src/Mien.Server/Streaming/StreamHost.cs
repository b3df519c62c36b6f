using Microsoft.Extensions.Logging;
using Mien.Analysis;
using Mien.Interop.OpenCv;
using Mien.Server.Metrics;

namespace Mien.Server.Streaming;

/// <summary>What all live sessions of a server share: models, workers, admission, quality and metrics.</summary>
internal sealed class StreamHost : IDisposable
{
    private static readonly TimeSpan s_decisionInterval = TimeSpan.FromMilliseconds(100);

    private readonly ResourceMonitor _monitor;
    private readonly QualityController _quality;
    private readonly Lock _deciding = new();
    private long _decided;

    /// <summary>Starts the workers, which together use as many cores as there are, and warms the models up.</summary>
    public StreamHost(ServerOptions options, Analyzer analyzer, ServerMetrics metrics, TimeProvider clock, ILogger<StreamHost> log)
    {
        (Options, Models, Metrics, Clock, Log) = (options.Streams, analyzer.Models, metrics.Streams, clock, log);
        OpenCvEngine.SetThreads(1); // sessions side by side use the cores; threads inside a picture would only get in each other's way
        Scheduler = new FairScheduler(Math.Max(1, Environment.ProcessorCount / options.Models.EffectiveThreads));
        _monitor = new ResourceMonitor(clock: clock);
        QualityLadder ladder = QualityLadder.For(Models);
        Admission = new StreamAdmission(Options, Scheduler.WorkerCount, ladder.Count, clock);
        _quality = new QualityController(ladder, Options.Quality, clock,
            change => log.LogWarning("Live streams go from quality level {From} to {To}: {Reason}", change.From.Name, change.To.Name, change.Reason));
        _decided = clock.GetTimestamp();
        LiveWarmUp.Run(Models, new LiveOptions { AnalyzeSpeech = Models.SpeechClassifier is not null }, ladder);
    }

    public StreamOptions Options { get; }

    public AnalysisModels Models { get; }

    public StreamMetrics Metrics { get; }

    public TimeProvider Clock { get; }

    public ILogger Log { get; }

    public FairScheduler Scheduler { get; }

    public StreamAdmission Admission { get; }

    /// <summary>Why the quality level is what it is; null where it never changed.</summary>
    public string? LevelReason => _quality.Reason;

    /// <summary>The quality level of the next frame of any session: one for all, as all share the cores.</summary>
    public QualityLevel ChooseLevel()
    {
        lock (_deciding)
        {
            if (Clock.GetElapsedTime(_decided) < s_decisionInterval)
                return _quality.Level;
            _decided = Clock.GetTimestamp();
        }
        return _quality.Decide(0, _monitor.Read());
    }

    /// <summary>Counts a frame that was answered with a result.</summary>
    /// <param name="latency">From its arrival to its reply.</param>
    /// <param name="isSkipped">Whether the quality level left it out.</param>
    public void CountResult(TimeSpan latency, bool isSkipped)
    {
        _quality.AddResult(latency);
        Metrics.CountFrame(isSkipped ? "skipped" : "result");
        Metrics.AddLatency(latency);
    }

    /// <summary>Counts a frame that was answered with an error.</summary>
    public void CountError(string code)
    {
        if (code == StreamMessages.Dropped)
            _quality.AddDropped();
        Metrics.CountFrame(code);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Scheduler.Dispose();
        _monitor.Dispose();
    }
}
