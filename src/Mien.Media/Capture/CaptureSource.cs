using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Keeps one source running: a loss is announced, the source tried again after <see cref="RetrySchedule"/>'s delays until it is back, and its
/// return announced. Only the very first try may fail for good, so that a wrong name is told at once.
/// </summary>
internal sealed class CaptureSource : IAsyncDisposable
{
    private readonly ICaptureRun _run;
    private readonly string _name;
    private readonly CaptureModality _modality;
    private readonly CaptureSink _sink;
    private readonly CaptureClock _clock;
    private readonly Action<CaptureNotice> _announce;
    private readonly RetrySchedule _schedule;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private volatile bool _isLost;

    /// <summary>Starts it.</summary>
    /// <param name="run">Opens the source.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="modality">What it is to the session.</param>
    /// <param name="sink">Takes what comes; completed when the source is over.</param>
    /// <param name="options">The delays between tries.</param>
    /// <param name="clock">The session's clock.</param>
    /// <param name="announce">Hears what happens, from changing threads.</param>
    public CaptureSource(ICaptureRun run, string name, CaptureModality modality, CaptureSink sink, CaptureOptions options, CaptureClock clock, Action<CaptureNotice> announce)
    {
        (_run, _name, _modality, _sink, _clock, _announce) = (run, name, modality, sink, clock, announce);
        _schedule = new RetrySchedule(options.FirstRetry, options.LastRetry);
        _running = Task.Run(KeepRunningAsync);
    }

    /// <summary>Ends with the first frame or sound.</summary>
    /// <exception cref="UserErrorException">The source could not be opened; it is not tried again.</exception>
    public Task Opened => _opened.Task;

    /// <summary>What it is to the session.</summary>
    public CaptureModality Modality => _modality;

    /// <summary>Whether it is gone at the moment.</summary>
    public bool IsLost => _isLost;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task KeepRunningAsync()
    {
        try
        {
            MediaTime? lostAt = null;
            while (!_stop.IsCancellationRequested)
            {
                MediaTime? begun = null;
                _sink.BeginRun(() => begun = Begin(lostAt));
                CaptureEnd end = await _run.RunAsync(_sink, Warn, _stop.Token);
                if (_stop.IsCancellationRequested)
                    return;
                string reason = end.Reason is null ? "" : $" ({end.Reason})";
                if (!_opened.Task.IsCompleted)
                {
                    _opened.TrySetException(new UserErrorException($"{_name} cannot be opened{reason}; check the name and that nothing else uses it."));
                    return;
                }
                if (end.IsOver)
                {
                    Announce(CaptureNoticeKind.Ended, $"{_name} has ended.");
                    return;
                }
                if (begun is { } since)
                    lostAt = Lose(since, reason);
                await Task.Delay(_schedule.Next(), _clock.Time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody wants it any more.
        }
        catch (Exception error)
        {
            if (!_opened.TrySetException(error))
                Announce(CaptureNoticeKind.Ended, $"{_name} has failed ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}).");
        }
        finally
        {
            _opened.TrySetCanceled();
            _sink.Complete();
        }
    }

    private MediaTime Begin(MediaTime? lostAt)
    {
        MediaTime now = _clock.Now;
        if (lostAt is { } lost)
            Announce(CaptureNoticeKind.Resumed, FormattableString.Invariant($"{_name} is back after {(now - lost).TotalSeconds:0.0} s."));
        else
            Announce(CaptureNoticeKind.Started, $"{_name} is on.");
        _isLost = false;
        _opened.TrySetResult();
        return now;
    }

    private MediaTime Lose(MediaTime since, string reason)
    {
        _isLost = true;
        MediaTime now = _clock.Now;
        // A source that breaks off as soon as it gives something is tried less and less often, too.
        if (now - since > _schedule.Last)
            _schedule.Reset();
        Announce(CaptureNoticeKind.Lost, $"{_name} is gone{reason}; it is tried again until it is back.");
        return now;
    }

    private void Warn(string sentence) => Announce(CaptureNoticeKind.Warning, sentence);

    private void Announce(CaptureNoticeKind kind, string sentence) => _announce(new CaptureNotice(_clock.Now, _modality, kind, sentence));
}
