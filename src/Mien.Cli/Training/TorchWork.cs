namespace Mien.Cli.Training;

/// <summary>Where commands do their work with libtorch.</summary>
internal static class TorchWork
{
    /// <summary>
    /// Runs work to its end on a thread of its own: libtorch keeps a team of threads for each thread that calls it, so one thread does all of it.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc cref="RunAsync{T}(Func{T})"/>
    public static Task RunAsync(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
