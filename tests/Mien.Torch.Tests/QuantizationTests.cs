namespace Mien.Torch.Tests;

public class QuantizationTests
{
    [Theory]
    [InlineData(0.05f, 100, 0, 255)]
    [InlineData(0.0123f, 0, 0, 255)]
    [InlineData(0.7f, 0, -64, 64)]
    public void RoundingOfPlainOperatorsIsLibtorchsFakeQuantize(float scale, int zeroPoint, int lowest, int highest)
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(3);
        float reach = (highest - lowest) * scale;
        Tensor values = Tensor.Randn([2000]) * (double)(reach / 2);
        (float[] expected, float[] expectedGradient) = Run(x => Functional.FakeQuantize(x, scale, zeroPoint, lowest, highest));
        (float[] actual, float[] gradient) = Run(x => Functional.RoundToGrid(x, scale, zeroPoint, lowest, highest));

        Assert.Contains(expectedGradient, value => value == 0);
        float low = (lowest - zeroPoint) * scale, high = (highest - zeroPoint) * scale;
        foreach ((float value, int i) in values.ToArray<float>().Select((value, i) => (value, i)))
        {
            Assert.Equal(expected[i], actual[i], 1e-4f * scale * 255);
            // libtorch lets gradients pass half a step further.
            if (Math.Abs(value - low) > scale && Math.Abs(value - high) > scale)
                Assert.Equal(expectedGradient[i], gradient[i]);
        }

        (float[], float[]) Run(Func<Tensor, Tensor> round)
        {
            Tensor x = values.Clone();
            x.RequiresGrad = true;
            Tensor rounded = round(x);
            (rounded * values).Sum().Backward();
            return (rounded.ToArray<float>(), x.Grad!.ToArray<float>());
        }
    }

    [Fact]
    public void ValuesBecomeTheNearestOfTheGrid()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor rounded = Functional.RoundToGrid(Tensor.From([-9f, -0.26f, 0, 0.24f, 0.26f, 99]), 0.5f, 2, 0, 7);
        Assert.Equal([-1f, -0.5f, 0, 0, 0.5f, 2.5f], rounded.ToArray<float>());
        Tensor rows = Functional.RoundRows(Tensor.From([0.9f, -1.6f, 9, 14], 2, 2), Tensor.From([1f, 10]));
        Assert.Equal([1f, -2, 10, 10], rows.ToArray<float>());
    }
}
