using System.Diagnostics;

namespace Mien.Torch.Tests;

public class MemoryTests
{
    [Fact]
    public void TrainingStepsLeakNothing()
    {
        using Sequential network = new(new Conv2d(3, 16, 3, padding: 1), new BatchNorm2d(16), new SiLU(), new AdaptiveAvgPool2d(1), new Flatten(), new Linear(16, 4));
        using AdamW optimizer = new(network.Parameters());
        Train(network, optimizer, 40);
        long tensors = Tensor.LiveCount;
        long memory = ResidentBytes();
        Train(network, optimizer, 200);
        Assert.Equal(tensors, Tensor.LiveCount);
        // A step that leaked one activation (8 x 16 x 48 x 48 floats, 1.2 MB) would show as 240 MB.
        Assert.InRange(ResidentBytes() - memory, long.MinValue, 40_000_000);
    }

    [Fact]
    public void FailedCallsLeakNothing()
    {
        using Tensor left = Tensor.Zeros([2, 3]);
        long tensors = Tensor.LiveCount;
        for (int i = 0; i < 10; i++)
            Assert.ThrowsAny<Exception>(() => left.MatMul(left));
        Assert.Equal(tensors, Tensor.LiveCount);
    }

    private static void Train(Sequential network, AdamW optimizer, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor loss = Functional.CrossEntropy(network.Forward(Tensor.Rand([8, 3, 48, 48])), Tensor.From([0L, 1, 2, 3, 0, 1, 2, 3]));
            optimizer.ZeroGrad();
            loss.Backward();
            Gradients.ClipGradNorm(network.Parameters(), 1);
            optimizer.Step();
        }
    }

    private static long ResidentBytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
