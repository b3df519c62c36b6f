namespace Mien.Core.Tests;

public sealed class PoolTests
{
    [Fact]
    public void What_was_given_back_is_taken_again()
    {
        using Pool<Item> pool = new(() => new Item());
        Item first = pool.Take(), second = pool.Take();
        Assert.NotSame(first, second);
        pool.GiveBack(first);
        Assert.Same(first, pool.Take());
    }

    [Fact]
    public void Nothing_is_left_undisposed_and_nothing_in_use_is_disposed()
    {
        Pool<Item> pool = new(() => new Item());
        Item idle = pool.Take(), used = pool.Take();
        pool.GiveBack(idle);
        pool.Dispose();
        Assert.True(idle.IsDisposed);
        Assert.False(used.IsDisposed);
        pool.GiveBack(used);
        Assert.True(used.IsDisposed);
        Assert.Throws<ObjectDisposedException>(pool.Take);
    }

    [Fact]
    public void Threads_never_share_one()
    {
        using Pool<Item> pool = new(() => new Item());
        Parallel.For(0, 1000, _ =>
        {
            Item item = pool.Take();
            Assert.Equal(1, Interlocked.Increment(ref item.Users));
            Thread.SpinWait(100);
            Interlocked.Decrement(ref item.Users);
            pool.GiveBack(item);
        });
    }

    private sealed class Item : IDisposable
    {
        public int Users;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
