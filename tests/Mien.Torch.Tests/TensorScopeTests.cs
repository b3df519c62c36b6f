namespace Mien.Torch.Tests;

public class TensorScopeTests
{
    [Fact]
    public void FreesWhatWasMadeInsideAndKeepsWhatIsTakenOut()
    {
        Tensor kept, moved, inner;
        using (TensorScope outer = TensorScope.Begin())
        {
            using (TensorScope scope = TensorScope.Begin())
            {
                inner = Tensor.Zeros([2]);
                kept = scope.Keep(Tensor.Zeros([2]));
                moved = scope.MoveOut(Tensor.Zeros([2]));
            }
            Assert.True(inner.IsDisposed);
            Assert.False(moved.IsDisposed);
        }
        Assert.True(moved.IsDisposed);
        Assert.False(kept.IsDisposed);
        kept.Dispose();
    }

    [Fact]
    public async Task StaysRightAcrossAwaitAndThreads()
    {
        List<Tensor> made = [];
        using (TensorScope scope = TensorScope.Begin())
        {
            await Parallel.ForAsync(0, 16, TestContext.Current.CancellationToken, async (i, cancellation) =>
            {
                using TensorScope own = TensorScope.Begin();
                Tensor first = Tensor.Full([4], i);
                await Task.Delay(1, cancellation);
                Tensor second = first * 2;
                Assert.Equal(2 * i, second.ToArray<float>()[0]);
                lock (made)
                    made.Add(own.MoveOut(second));
            });
            Assert.All(made, tensor => Assert.False(tensor.IsDisposed));
            Assert.Same(scope, TensorScope.Current);
        }
        Assert.All(made, tensor => Assert.True(tensor.IsDisposed));
        Assert.Null(TensorScope.Current);
    }

    [Fact]
    public void ATaskThatOutlivesItsScopeIsTold()
    {
        ExecutionContext? inside;
        using (TensorScope.Begin())
            inside = ExecutionContext.Capture();
        ExecutionContext.Run(inside!, _ => Assert.Throws<InvalidOperationException>(() => Tensor.Zeros([1])), null);
    }
}
