using Mien.Torch;

namespace Mien.Training.Tests;

public class AffectLossTests
{
    [Fact]
    public void It_is_one_minus_concordance_plus_the_squared_error_of_known_samples()
    {
        using TensorScope scope = TensorScope.Begin();
        float[] predicted = [0.1f, -0.4f, 0.5f, 0.2f, -0.3f, 0.9f, 0.7f, 0f], target = [0.2f, -0.6f, 0.4f, 0.1f, -2f, -2f, 0.9f, 0.3f];
        float[] known = [1, 1, 1, 1, 0, 0, 1, 1];

        double actual = AffectLoss.Compute(Tensor.From(predicted, 4, 2), Tensor.From(target, 4, 2), Tensor.From(known, 4, 2)).Item<float>();

        double expected = Enumerable.Range(0, 2).Average(axis =>
        {
            double[] p = [.. new[] { 0, 1, 3 }.Select(row => (double)predicted[row * 2 + axis])], t = [.. new[] { 0, 1, 3 }.Select(row => (double)target[row * 2 + axis])];
            double pMean = p.Average(), tMean = t.Average();
            double covariance = p.Zip(t).Average(pair => (pair.First - pMean) * (pair.Second - tMean));
            double concordance = 2 * covariance / (p.Average(value => Math.Pow(value - pMean, 2)) + t.Average(value => Math.Pow(value - tMean, 2)) + Math.Pow(pMean - tMean, 2));
            return 1 - concordance + p.Zip(t).Average(pair => Math.Pow(pair.First - pair.Second, 2));
        });
        Assert.Equal(expected, actual, 1e-4);
    }

    [Fact]
    public void Nothing_known_costs_nothing()
    {
        using TensorScope scope = TensorScope.Begin();

        Assert.Equal(0, AffectLoss.Compute(Tensor.Ones([3, 2]), Tensor.Full([3, 2], -2), Tensor.Zeros([3, 2])).Item<float>());
    }
}
