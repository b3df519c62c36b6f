using System.Diagnostics;
using Mien.Core;

namespace Mien.Interop.OnnxRuntime.Tests;

public sealed class OrtRunOptionsTests
{
    private const int Operators = 400;
    private const int Values = 1 << 20;

    [Fact]
    public void ARunUnderWayEndsWhenItIsNoLongerWanted()
    {
        using OrtSession session = OrtSession.Load(SlowModel.Make(Operators), "slow", new OrtSessionOptions { IntraOpThreads = 1 });
        using OrtTensor<float> x = OrtTensor<float>.Create(Values), y = OrtTensor<float>.Create(Values);
        using OrtRunOptions options = new();
        x.Span.Fill(1);
        // One operator's time, from a run that is allowed to end by itself.
        using OrtTensor<float> few = x.View(Values / 64), fewResults = y.View(Values / 64);
        long start = Stopwatch.GetTimestamp();
        session.Run([few], [fewResults], options, CancellationToken.None);
        TimeSpan whole = Stopwatch.GetElapsedTime(start) * 64;

        using CancellationTokenSource stop = new(whole / 10);
        start = Stopwatch.GetTimestamp();
        OperationCanceledException error = Assert.Throws<OperationCanceledException>(() => session.Run([x], [y], options, stop.Token));
        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.True(Stopwatch.GetElapsedTime(start) < whole, $"The run took {Stopwatch.GetElapsedTime(start)} of {whole}.");

        // The same options serve again.
        session.Run([few], [fewResults], options, CancellationToken.None);
        float expected = 1;
        for (int i = 0; i < Operators; i++)
            expected = MathF.Sin(expected);
        Assert.Equal(expected, fewResults.Span[^1], 4);
    }

    [Fact]
    public void ACancelledTokenRunsNothing()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny");
        using OrtTensor<float> x = OrtTensor<float>.Create(1, 3), sum = OrtTensor<float>.Create(1, 3);
        using OrtRunOptions options = new();
        sum.Span.Fill(7);
        Assert.Throws<OperationCanceledException>(() => session.Run([x, x], [sum], options, new CancellationToken(canceled: true)));
        Assert.Equal([7, 7, 7], sum.Span);
    }

    [Fact]
    public void AFailureIsNoCancellation()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny");
        using OrtTensor<float> x = OrtTensor<float>.Create(1, 3), wrong = OrtTensor<float>.Create(1, 4);
        using OrtRunOptions options = new();
        using CancellationTokenSource stop = new();
        Assert.Throws<NativeException>(() => session.Run([x, wrong], [x], options, stop.Token));
    }

    [Fact]
    public void WatchingATokenAllocatesNothing()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny", new OrtSessionOptions { IntraOpThreads = 1 });
        using OrtTensor<float> x = OrtTensor<float>.Create(1, 3), sum = OrtTensor<float>.Create(1, 3);
        using OrtRunOptions options = new();
        using CancellationTokenSource stop = new();
        OrtValue[] inputs = [x, x], outputs = [sum];
        for (int i = 0; i < 3; i++)
            session.Run(inputs, outputs, options, stop.Token);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            session.Run(inputs, outputs, options, stop.Token);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
