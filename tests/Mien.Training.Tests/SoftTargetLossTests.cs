using Mien.Torch;
using Mien.Training.Options;

namespace Mien.Training.Tests;

public class SoftTargetLossTests
{
    private static readonly float[] s_logits = [2, -1, 0.5f, 0, 1, -2], s_targets = [0.7f, 0.2f, 0.1f, 0, 0, 1];

    [Theory]
    [InlineData(LossKind.CrossEntropy, 0, 0)]
    [InlineData(LossKind.CrossEntropy, 0.1, 0)]
    [InlineData(LossKind.CrossEntropy, 0, 0.5)]
    [InlineData(LossKind.Focal, 0, 0)]
    [InlineData(LossKind.Focal, 0.2, 1)]
    public void It_is_the_formula(LossKind kind, double smoothing, double power)
    {
        using TensorScope scope = TensorScope.Begin();
        long[] counts = [80, 15, 5];
        LossOptions options = new() { Kind = kind, LabelSmoothing = smoothing, ClassWeightPower = power, FocalGamma = 2 };
        using SoftTargetLoss loss = new(options, counts);

        double actual = loss.Compute(Tensor.From(s_logits, 2, 3), Tensor.From(s_targets, 2, 3)).Item<float>();

        float[] weights = power > 0 ? SoftTargetLoss.LabelWeights(counts, power) : [1, 1, 1];
        double expected = Enumerable.Range(0, 2).Average(row =>
        {
            double[] exponentials = [.. s_logits.Skip(3 * row).Take(3).Select(logit => Math.Exp(logit))];
            return Enumerable.Range(0, 3).Sum(label =>
            {
                double probability = exponentials[label] / exponentials.Sum();
                double target = s_targets[3 * row + label] * (1 - smoothing) + smoothing / 3;
                return -target * weights[label] * Math.Log(probability) * (kind == LossKind.Focal ? Math.Pow(1 - probability, 2) : 1);
            });
        });
        Assert.Equal(expected, actual, 1e-5);
    }

    [Fact]
    public void Label_weights_have_the_mean_one_over_samples_and_full_power_evens_labels_out()
    {
        long[] counts = [80, 15, 5, 0];

        float[] weights = SoftTargetLoss.LabelWeights(counts, 1);

        Assert.Equal(1, weights.Zip(counts, (weight, count) => weight * count).Sum() / 100, 1e-5);
        Assert.Equal(weights[0] * 80, weights[2] * 5, 1e-4);
        Assert.Equal(0, weights[3]);
    }
}
