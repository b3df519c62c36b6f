using Mien.Cli.Invocation;
using Spectre.Console;

namespace Mien.Cli.Datasets;

/// <summary>A bar for work on many items: redrawn on a terminal, a line now and then elsewhere.</summary>
internal static class CountingProgress
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(10);

    /// <summary>Runs work on a thread of its own and shows how far it is.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="title">What is done.</param>
    /// <param name="total">Number of items.</param>
    /// <param name="work">The work; it tells the number of items done, from any thread.</param>
    public static async Task<T> RunAsync<T>(Terminal terminal, string title, int total, Func<Action<int>, T> work)
    {
        if (!terminal.Error.Profile.Capabilities.Interactive)
        {
            DateTime spokenAt = DateTime.UtcNow;
            Lock speaking = new();
            return await Task.Run(() => work(done =>
            {
                lock (speaking)
                {
                    if (DateTime.UtcNow - spokenAt < s_silence)
                        return;
                    spokenAt = DateTime.UtcNow;
                    terminal.Error.Profile.Out.Writer.WriteLine(FormattableString.Invariant($"{title}: {done} of {total}"));
                }
            }));
        }
        return await terminal.Error.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(title.EscapeMarkup(), maxValue: Math.Max(1, total));
                int shown = 0;
                return await Task.Run(() => work(done =>
                {
                    // Calls come from several threads and may overtake each other; a bar never goes back.
                    if (done > Volatile.Read(ref shown))
                        bar.Value = Interlocked.Exchange(ref shown, done) > done ? bar.Value : done;
                }));
            });
    }
}
