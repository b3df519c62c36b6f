using System.Collections.Concurrent;
using Mien.Server.Streaming;

namespace Mien.Server.Tests.Streaming;

public sealed class FairSchedulerTests
{
    [Fact]
    public void Who_has_much_to_do_keeps_others_waiting_for_one_piece_only()
    {
        using FairScheduler scheduler = new(1);
        ConcurrentQueue<string> order = [];
        using ManualResetEventSlim go = new(), done = new();
        using Piecework gate = new("gate", 1, _ => go.Wait(), new());
        using Piecework greedy = new("greedy", 100, order.Enqueue, done), modest = new("modest", 3, order.Enqueue, new()), other = new("other", 2, order.Enqueue, new());
        scheduler.Signal(gate); // holds the worker until all are in line
        scheduler.Signal(greedy);
        scheduler.Signal(modest);
        scheduler.Signal(other);
        go.Set();
        Assert.True(done.Wait(TimeSpan.FromSeconds(20)));
        Assert.Equal(["greedy", "modest", "other", "greedy", "modest", "other", "greedy", "modest", "greedy"], order.Take(9));
        Assert.Equal(105, order.Count);
    }

    [Fact]
    public void Nobody_has_two_turns_at_once_and_no_signal_is_lost()
    {
        using FairScheduler scheduler = new(4);
        using CountdownEvent done = new(1);
        Counter[] counters = [.. Enumerable.Range(0, 5).Select(_ => new Counter())];
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 2000; i++)
            {
                Counter counter = counters[i % counters.Length];
                Interlocked.Increment(ref counter.Owed);
                scheduler.Signal(counter);
            }
        });
        Assert.True(SpinWait.SpinUntil(() => counters.All(counter => Volatile.Read(ref counter.Owed) == 0), TimeSpan.FromSeconds(20)));
        Assert.All(counters, counter => Assert.False(counter.Met));
    }

    private sealed class Piecework(string name, int pieces, Action<string> act, ManualResetEventSlim done) : FairWork, IDisposable
    {
        private int _left = pieces;

        public override bool Work()
        {
            act(name);
            if (--_left > 0)
                return true;
            done.Set();
            return false;
        }

        public void Dispose() => done.Dispose();
    }

    /// <summary>Works off what is owed, all in one turn.</summary>
    private sealed class Counter : FairWork
    {
        public int Owed;
        private int _inside;

        public bool Met { get; private set; }

        public override bool Work()
        {
            Met |= Interlocked.Increment(ref _inside) != 1;
            Interlocked.Exchange(ref Owed, 0);
            Interlocked.Decrement(ref _inside);
            return false;
        }
    }
}
