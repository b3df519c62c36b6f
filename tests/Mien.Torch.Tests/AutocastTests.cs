namespace Mien.Torch.Tests;

public sealed class AutocastTests
{
    [Fact]
    public void Products_are_of_bfloat16_and_gradients_of_32_bits()
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(3);
        Tensor weight = Tensor.Randn([8, 16]), input = Tensor.Randn([4, 16]);
        weight.RequiresGrad = true;
        Tensor exact = Functional.Linear(input, weight), rounded;

        using (Autocast.BFloat16())
            rounded = Functional.Linear(input, weight);
        Tensor after = Functional.Linear(input, weight);
        rounded.To(DType.Float32).Sum().Backward();

        Assert.Equal((DType.BFloat16, DType.Float32), (rounded.DType, after.DType));
        Assert.Equal(DType.Float32, weight.Grad!.DType);
        float[] expected = exact.Detach().ToArray<float>(), found = rounded.Detach().To(DType.Float32).ToArray<float>();
        double scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 0.02 * scale)); // eight bits of mantissa
        Assert.Contains(expected.Zip(found), pair => pair.First != pair.Second);
    }

    [Fact]
    public void A_changed_weight_counts_at_once()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor weight = Tensor.Ones([1, 4]), input = Tensor.Ones([1, 4]);
        weight.RequiresGrad = true; // casts of such leaves are what torch would keep
        using IDisposable precision = Autocast.BFloat16();
        Assert.Equal(4, Functional.Linear(input, weight).To(DType.Float32).Item<float>());
        using (Grad.Disabled())
            weight.MulInPlace(2);
        Assert.Equal(8, Functional.Linear(input, weight).To(DType.Float32).Item<float>());
    }

    [Fact]
    public void False_changes_nothing_and_modes_nest()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor one = Tensor.Ones([2, 2]);
        using (Autocast.BFloat16(enabled: false))
            Assert.Equal(DType.Float32, one.MatMul(one).DType);
        using (Autocast.BFloat16())
        {
            using (Autocast.BFloat16(enabled: false))
                Assert.Equal(DType.BFloat16, one.MatMul(one).DType);
            Assert.Equal(DType.BFloat16, one.MatMul(one).DType);
        }
        Assert.Equal(DType.Float32, one.MatMul(one).DType);
    }
}
