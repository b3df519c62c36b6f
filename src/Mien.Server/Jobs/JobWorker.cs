using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mien.Analysis;
using Mien.Core;
using Mien.Media;
using Mien.Server.Metrics;

namespace Mien.Server.Jobs;

/// <summary>Analyses jobs one after the other. When the server stops, what waits is still done, as far as the time for stopping goes.</summary>
internal sealed class JobWorker(JobStore jobs, Analyzer analyzer, ServerMetrics metrics, ServerOptions options, TimeProvider clock, ILogger<JobWorker> log) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;
    private Task _cleaning = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.Run(WorkAsync, CancellationToken.None);
        _cleaning = Task.Run(CleanAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        jobs.Close();
        await using (cancellationToken.Register(_stopping.Cancel))
            await _work;
        await _stopping.CancelAsync();
        await _cleaning;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        jobs.Close();
        await _stopping.CancelAsync();
        await Task.WhenAll(_work, _cleaning);
        _stopping.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (AnalysisJob job in jobs.Waiting.ReadAllAsync())
            if (job.TryBegin())
                await AnalyzeAsync(job);
    }

    private async Task AnalyzeAsync(AnalysisJob job)
    {
        using CancellationTokenSource tooLong = new(options.MaxJobTime, clock);
        using CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(job.Cancellation, _stopping.Token, tooLong.Token);
        long start = clock.GetTimestamp();
        (JobState state, string? error) = (JobState.Done, null);
        try
        {
            AnalysisResult result = await analyzer.AnalyzeAsync(new MediaInput(job.MediaPath, null), job.Options, job, cancellation.Token);
            if (result.Summary.Interrupted)
                state = JobState.Cancelled;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            state = JobState.Cancelled;
        }
        catch (UserErrorException failure)
        {
            (state, error) = (JobState.Failed, failure.Message.Replace(job.MediaPath, Path.GetFileName(job.MediaPath), StringComparison.Ordinal));
        }
        catch (Exception failure)
        {
            log.LogError(failure, "The analysis of a job failed");
            (state, error) = (JobState.Failed, "The server failed to analyse it; its log says why.");
        }
        if (state == JobState.Cancelled && tooLong.IsCancellationRequested)
            (state, error) = (JobState.Failed, $"The analysis took longer than the {options.MaxJobTime.TotalMinutes:0.##} minutes that this server gives a file; send a shorter part of it.");
        metrics.CountJob(state, clock.GetElapsedTime(start));
        File.Delete(job.MediaPath); // Media are not kept.
        job.End(state, clock.GetUtcNow(), error);
        // Who removed it while it ran left the files to this.
        if (!jobs.Holds(job))
            jobs.DeleteFiles(job);
    }

    private async Task CleanAsync()
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(10), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                jobs.RemoveExpired();
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }
}
