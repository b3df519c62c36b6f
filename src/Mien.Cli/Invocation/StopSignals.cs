using System.Runtime.InteropServices;

namespace Mien.Cli.Invocation;

/// <summary>
/// Turns Ctrl-C and a polite kill into a cancelled token, and ends the process itself when the command has not
/// stopped by its deadline or the user asks again.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeSpan _deadline;
    private readonly PosixSignalRegistration[] _registrations;
    private volatile bool _terminated;

    /// <summary>Listens until disposed.</summary>
    /// <param name="deadline">Time between the signal and the forced end.</param>
    public StopSignals(TimeSpan deadline)
    {
        _deadline = deadline;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stopping.Token;

    /// <summary>What the process returns when it was stopped: 128 and the number of the signal.</summary>
    public ExitCode ExitCode => _terminated ? ExitCode.Terminated : ExitCode.Interrupted;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _stopping.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _terminated = context.Signal == PosixSignal.SIGTERM;
        if (_stopping.IsCancellationRequested)
            Environment.Exit((int)ExitCode);
        _ = Task.Delay(_deadline).ContinueWith(_ => Environment.Exit((int)ExitCode), TaskScheduler.Default);
        _stopping.Cancel();
    }
}
