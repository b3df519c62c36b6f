using System.Threading.Channels;

namespace Mien.Analysis;

/// <summary>
/// Tasks that live and die together: the first failure stops the others, all are awaited, and that failure is thrown.
/// No task outlives <see cref="CompleteAsync"/>.
/// </summary>
internal sealed class StageGroup : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly List<Task> _tasks = [];
    private Exception? _firstFailure;

    public StageGroup(CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _stop.Token;
    }

    /// <summary>Stops every stage.</summary>
    public CancellationToken Token { get; }

    /// <summary>Starts a stage on the thread pool.</summary>
    public Task Start(Func<CancellationToken, Task> stage)
    {
        Task task = Task.Run(() => RunAsync(stage), CancellationToken.None);
        _tasks.Add(task);
        return task;
    }

    /// <summary>Starts a stage that feeds a channel, and ends the channel with the stage, however that ends.</summary>
    public Task Start<T>(ChannelWriter<T> output, Func<CancellationToken, Task> stage) => Start(async token =>
    {
        try
        {
            await stage(token);
        }
        finally
        {
            // Without the failure: the group throws it, and readers end by the token.
            output.TryComplete();
        }
    });

    /// <summary>Waits for every stage.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled and nothing else went wrong.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_tasks);
        if (_firstFailure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_firstFailure);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(Func<CancellationToken, Task> stage)
    {
        try
        {
            await stage(Token);
        }
        catch (OperationCanceledException) when (Token.IsCancellationRequested)
        {
            // The group is stopping; whoever stopped it has the reason.
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _firstFailure, error, null);
            await _stop.CancelAsync();
        }
    }
}
