using Mien.Cli.Invocation;
using Mien.Training.Distributed;

namespace Mien.Cli.Launching;

/// <summary>This machine's processes of a job, from their start to the end of the last.</summary>
/// <param name="terminal">Where errors go.</param>
internal sealed class LaunchedJob(Terminal terminal)
{
    // Another process notices by itself within a moment; one that does not is stuck.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_stopping = TimeSpan.FromSeconds(25);

    /// <summary>Runs `mien` with arguments once at each place; when one process dies the others are ended.</summary>
    /// <param name="places">This machine's places.</param>
    /// <param name="arguments">The command to run.</param>
    /// <param name="cancellation">Asks all to stop.</param>
    /// <returns>The exit code of the process that was the first to fail, or success.</returns>
    public async Task<ExitCode> RunAsync(IReadOnlyList<RankPlace> places, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using TextWriter errors = TextWriter.Synchronized(terminal.Error.Profile.Out.Writer);
        List<RankProcess> ranks = [];
        try
        {
            foreach (RankPlace place in places)
                ranks.Add(RankProcess.Start(place, arguments, errors));
            await FirstFailureOrAllAsync(ranks, cancellation);
            if (cancellation.IsCancellationRequested)
                ranks.ForEach(rank => rank.AskToStop());
            await EndAllAsync(ranks, cancellation.IsCancellationRequested ? s_stopping : s_grace);
            cancellation.ThrowIfCancellationRequested();
            return Judge(await Task.WhenAll(ranks.Select(rank => rank.End)));
        }
        finally
        {
            foreach (RankProcess rank in ranks)
            {
                rank.Kill();
                rank.Dispose();
            }
        }
    }

    private static async Task FirstFailureOrAllAsync(List<RankProcess> ranks, CancellationToken cancellation)
    {
        Task cancelled = Task.Delay(Timeout.Infinite, cancellation);
        List<Task<RankEnd>> running = [.. ranks.Select(rank => rank.End)];
        while (running.Count > 0)
        {
            Task first = await Task.WhenAny([.. running, cancelled]);
            if (first is not Task<RankEnd> ended || !(await ended).IsGood)
                return;
            running.Remove(ended);
        }
    }

    private static async Task EndAllAsync(List<RankProcess> ranks, TimeSpan patience)
    {
        Task all = Task.WhenAll(ranks.Select(rank => rank.End));
        await Task.WhenAny(all, Task.Delay(patience));
        foreach (RankProcess stuck in ranks.Where(rank => !rank.End.IsCompleted))
            stuck.Kill();
        await all;
    }

    private ExitCode Judge(IReadOnlyList<RankEnd> ends)
    {
        RankEnd? cause = ends.Where(end => !end.IsGood).OrderBy(end => end.IsConsequence).ThenBy(end => end.At).FirstOrDefault();
        if (cause is null)
            return ExitCode.Success;
        if (cause.WasStopped)
            return (ExitCode)cause.Code;
        // Where the cause lies on another machine, the ranks here have named it.
        if (!cause.IsConsequence)
            terminal.WriteError($"rank {cause.Rank} (process {cause.ProcessId}) {cause.Story}, so the job has ended{(cause.Code == (int)ExitCode.BadInput ? "" : "; --resume goes on from its last checkpoint")}.");
        return cause.Code == (int)ExitCode.BadInput ? ExitCode.BadInput : ExitCode.Failure;
    }
}
