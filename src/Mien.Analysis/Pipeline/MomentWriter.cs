using Mien.Core;

namespace Mien.Analysis;

/// <summary>The end of the pipeline: gives each moment to the summary, every sink and the progress, in order.</summary>
internal sealed class MomentWriter(TimelineHeader header, IReadOnlyList<ITimelineSink> sinks, IAnalysisProgress? progress)
{
    private readonly TimelineSummarizer _summarizer = new();
    private readonly List<string> _warnings = [];
    private readonly Lock _warning = new();
    private long _moments;

    /// <summary>What was amiss so far.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_warning)
                return [.. _warnings];
        }
    }

    /// <summary>Notes that something is amiss; from any thread.</summary>
    public void Warn(string message)
    {
        lock (_warning)
            _warnings.Add(message);
        progress?.Warn(message);
    }

    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        foreach (ITimelineSink sink in sinks)
            await sink.BeginAsync(header, cancellationToken);
        progress?.Begin(header);
    }

    public async ValueTask WriteAsync(TimelineMoment moment)
    {
        _summarizer.Add(moment);
        foreach (ITimelineSink sink in sinks)
            await sink.WriteAsync(moment);
        _moments++;
        progress?.Advance(new AnalysisPosition(_moments, moment.Time, Fraction(moment.Time)));
    }

    /// <summary>Completes every sink; none is left out because another one failed.</summary>
    /// <returns>The summary and the files written.</returns>
    public async ValueTask<(TimelineSummary Summary, IReadOnlyList<string> Files)> CompleteAsync(bool interrupted)
    {
        TimelineSummary summary = _summarizer.Complete(interrupted);
        List<string> files = [];
        Exception? failure = null;
        foreach (ITimelineSink sink in sinks)
        {
            try
            {
                if (await sink.CompleteAsync(summary) is { } file)
                    files.Add(file);
            }
            catch (Exception error)
            {
                failure ??= error;
            }
        }
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return (summary, files);
    }

    private double? Fraction(MediaTime time)
    {
        if (header.Duration is not { } duration || duration <= TimeSpan.Zero)
            return null;
        return Math.Clamp((time - header.Start) / duration, 0, 1);
    }
}
