namespace Mien.Cli.Launching;

/// <summary>In a process that `mien launch` started: cancels when the launcher asks it to stop, or is gone.</summary>
internal sealed class LauncherWatch : IDisposable
{
    private readonly CancellationTokenSource _stop;

    /// <summary>Begins to watch, where there is a launcher.</summary>
    /// <param name="cancellation">Cancels, too.</param>
    public LauncherWatch(CancellationToken cancellation)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (Environment.GetEnvironmentVariable(RankProcess.LaunchedVariable) != "1")
            return;
        // Not a task: the read ends only with the process.
        new Thread(ReadToEnd) { IsBackground = true, Name = "launcher watch" }.Start();
    }

    /// <summary>Cancelled when the process is to stop.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private void ReadToEnd()
    {
        using Stream input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[256];
        try
        {
            while (input.Read(ignored) > 0)
            {
            }
            _stop.Cancel();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The command has ended meanwhile.
        }
    }
}
