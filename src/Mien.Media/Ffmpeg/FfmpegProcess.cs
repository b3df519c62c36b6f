using System.Diagnostics;

namespace Mien.Media;

/// <summary>
/// One running FFmpeg program. Its messages are read until they end, so it never waits for us to listen; disposing it
/// kills it and waits for its end, so none outlives its owner.
/// </summary>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    private const int KeptErrors = 20;
    private const int InterruptedExitCode = 255;

    private static readonly TimeSpan s_interruptGrace = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;
    private readonly Task _messages;
    private readonly Lock _lock = new();
    private readonly Queue<string> _errors = new();

    private FfmpegProcess(Process process, Action<string>? onMessage, Action? onMessagesEnd)
    {
        _process = process;
        // A thread of its own: the reader of frames waits for these messages with a blocked thread too, and both
        // must go on when the thread pool is busy with models.
        _messages = Task.Factory.StartNew(() => ReadMessages(onMessage, onMessagesEnd), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What the program writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What the program reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>The last messages of the levels error and fatal, without their prefixes, oldest first.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_lock)
                return [.. _errors];
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its full path.</param>
    /// <param name="arguments">Its arguments; messages must be asked for as <c>-loglevel level+info</c> or <c>level+error</c>.</param>
    /// <param name="onMessage">Sees every line of the messages, on a thread of this object's own.</param>
    /// <param name="onMessagesEnd">Called once after the last line.</param>
    /// <param name="writesInput">Whether <see cref="Input"/> is used.</param>
    public static FfmpegProcess Start(
        string program, IEnumerable<string> arguments, Action<string>? onMessage = null, Action? onMessagesEnd = null, bool writesInput = false)
    {
        ProcessStartInfo start = new(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        if (!writesInput)
            process.StandardInput.Close();
        return new FfmpegProcess(process, onMessage, onMessagesEnd);
    }

    /// <summary>Waits until the program and its messages have ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellation = default)
    {
        await _messages.WaitAsync(cancellation);
        await _process.WaitForExitAsync(cancellation);
        // Ctrl-C in a terminal reaches the program too, perhaps before it reaches us: that is no failure of the file.
        if (_process.ExitCode == InterruptedExitCode)
            await Task.Delay(s_interruptGrace, cancellation);
        return _process.ExitCode;
    }

    /// <summary>Ends the program at once; nothing happens where it has ended.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _messages;
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The error that a message states, without `[decoder @ 0x...] [error]`; null where it states none.</summary>
    internal static string? ErrorIn(string message)
    {
        foreach (string level in (ReadOnlySpan<string>)["[error] ", "[fatal] "])
        {
            int at = message.IndexOf(level, StringComparison.Ordinal);
            if (at == 0 || (at > 2 && message[0] == '[' && message[at - 2] == ']'))
                return message[(at + level.Length)..].Trim();
        }
        return null;
    }

    private void ReadMessages(Action<string>? onMessage, Action? onMessagesEnd)
    {
        try
        {
            while (_process.StandardError.ReadLine() is { } message)
            {
                onMessage?.Invoke(message);
                if (ErrorIn(message) is { Length: > 0 } error)
                    lock (_lock)
                    {
                        if (_errors.Count == KeptErrors)
                            _errors.Dequeue();
                        _errors.Enqueue(error);
                    }
            }
        }
        finally
        {
            onMessagesEnd?.Invoke();
        }
    }
}
