using Mien.Torch;
using Mien.Training.Options;

namespace Mien.Training.Tests;

public class LandmarkLossTests
{
    private const int Numbers = 136;

    [Theory]
    [InlineData(LandmarkLossKind.Mse)]
    [InlineData(LandmarkLossKind.L1)]
    [InlineData(LandmarkLossKind.Wing)]
    public void It_is_the_weighted_mean_over_known_points(LandmarkLossKind kind)
    {
        using TensorScope scope = TensorScope.Begin();
        Random random = new(3);
        float[] predicted = Draw(random), target = Draw(random);
        float[] known = [.. Enumerable.Range(0, 2 * Numbers).Select(i => i / 2 % 5 == 0 ? 0f : 1f)];
        LandmarkLossOptions options = new() { Kind = kind, WingWidth = 0.2, WingCurvature = 0.05, Jaw = 0.5, Brows = 1, Nose = 2, Eyes = 3, Mouth = 4 };
        using LandmarkLoss loss = new(options);

        double actual = loss.Compute(Tensor.From(predicted, 2, Numbers), Tensor.From(target, 2, Numbers), Tensor.From(known, 2, Numbers)).Item<float>();

        double sum = 0, weights = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            int point = i % Numbers / 2;
            double weight = known[i] * (point < 17 ? 0.5 : point < 27 ? 1 : point < 36 ? 2 : point < 48 ? 3 : 4), distance = Math.Abs(predicted[i] - target[i]);
            sum += weight * kind switch
            {
                LandmarkLossKind.Mse => distance * distance,
                LandmarkLossKind.L1 => distance,
                _ => distance < 0.2 ? 0.2 * Math.Log(1 + distance / 0.05) : distance - (0.2 - 0.2 * Math.Log(1 + 0.2 / 0.05)),
            };
            weights += weight;
        }
        Assert.Equal(sum / weights, actual, 1e-5);
    }

    [Fact]
    public void Missing_points_pass_no_gradient_and_none_known_costs_nothing()
    {
        using TensorScope scope = TensorScope.Begin();
        using LandmarkLoss loss = new(new LandmarkLossOptions());
        using Tensor predicted = Tensor.From(Draw(new Random(1))[..Numbers], 1, Numbers);
        predicted.RequiresGrad = true;
        Tensor target = Tensor.Full([1, Numbers], -1);
        float[] known = new float[Numbers];
        known[40] = known[41] = 1;

        loss.Compute(predicted, target, Tensor.From(known, 1, Numbers)).Backward();

        float[] gradient = predicted.Grad!.ToArray<float>();
        Assert.Equal([40, 41], Enumerable.Range(0, Numbers).Where(i => gradient[i] != 0));
        Assert.Equal(0, loss.Compute(predicted, target, Tensor.Zeros([1, Numbers])).Item<float>());
    }

    private static float[] Draw(Random random) => [.. Enumerable.Range(0, 2 * Numbers).Select(_ => random.NextSingle())];
}
