namespace Mien.Server.Streaming;

/// <summary>
/// Gives work its turns, one piece at a time and in a circle, so that who has much to do cannot keep others waiting for longer than one
/// piece of everybody's. Runs on threads of its own, as many as do work side by side: the thread pool stays free for the network. Work that
/// is signalled while it waits for its turn gets one; while it runs, another one after it. Nobody runs on two threads at once.
/// </summary>
internal sealed class FairScheduler : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turns = new(0);
    private readonly Queue<FairWork> _circle = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread[] _workers;

    /// <summary>Starts the workers.</summary>
    /// <param name="workers">How many, at least 1.</param>
    public FairScheduler(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _workers = [.. Enumerable.Range(0, workers).Select(number => new Thread(Run) { IsBackground = true, Name = $"mien stream {number}" })];
        foreach (Thread worker in _workers)
            worker.Start();
    }

    /// <summary>How many pieces of work run side by side.</summary>
    public int WorkerCount => _workers.Length;

    /// <summary>Gives work a turn.</summary>
    public void Signal(FairWork work)
    {
        lock (_gate)
        {
            if (work.IsRunning)
                work.RunsAgain = true;
            else
                Enqueue(work);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (Thread worker in _workers)
            worker.Join();
        _stop.Dispose();
        _turns.Dispose();
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                _turns.Wait(_stop.Token);
                FairWork work;
                lock (_gate)
                {
                    work = _circle.Dequeue();
                    (work.IsQueued, work.IsRunning) = (false, true);
                }
                bool hasMore = work.Work();
                lock (_gate)
                {
                    work.IsRunning = false;
                    if (hasMore || work.RunsAgain)
                        Enqueue(work);
                    work.RunsAgain = false;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private void Enqueue(FairWork work)
    {
        if (work.IsQueued)
            return;
        work.IsQueued = true;
        _circle.Enqueue(work);
        _turns.Release();
    }
}
