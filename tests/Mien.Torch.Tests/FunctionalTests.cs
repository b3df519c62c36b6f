using System.Text.Json;

namespace Mien.Torch.Tests;

public class FunctionalTests
{
    [Fact]
    public void CrossEntropyTakesClassesSoftTargetsWeightsAndSmoothing()
    {
        using TensorScope scope = TensorScope.Begin();
        JsonElement golden = GoldenFile.Read("losses");
        Tensor scores = GoldenFile.Ramp([4, 3], 2, 3);
        Tensor classes = Tensor.From([0L, 2, 1, 2]);
        Tensor soft = Functional.Softmax(GoldenFile.Ramp([4, 3], seed: 4), 1);
        Tensor weight = Tensor.From([0.5f, 1, 2]);

        void Check(string name, Tensor loss) => Assert.Equal(golden.GetProperty(name).GetDouble(), loss.Item<float>(), 1e-6);
        Check("classes", Functional.CrossEntropy(scores, classes));
        Check("weighted", Functional.CrossEntropy(scores, classes, weight));
        Check("smoothed", Functional.CrossEntropy(scores, classes, weight, 0.1));
        Check("soft", Functional.CrossEntropy(scores, soft));
        Check("soft_weighted_smoothed", Functional.CrossEntropy(scores, soft, weight, 0.1));
        float[] each = Functional.CrossEntropy(scores, classes, reduction: Reduction.None).ToArray<float>();
        GoldenFile.AssertClose(GoldenFile.Doubles(golden.GetProperty("none")), Array.ConvertAll(each, value => (double)value), 1e-6);
    }

    [Fact]
    public void PoolsAndPads()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor picture = Tensor.Arange(0, 16, dtype: DType.Float32).Reshape(1, 1, 4, 4);
        Assert.Equal([5f, 7, 13, 15], Functional.MaxPool2d(picture, 2).ToArray<float>());
        Assert.Equal([2.5f, 4.5f, 10.5f, 12.5f], Functional.AvgPool2d(picture, 2).ToArray<float>());
        Assert.Equal([7.5f], Functional.AdaptiveAvgPool2d(picture, 1).ToArray<float>());
        Assert.Equal([1, 1, 4, 7], Functional.Pad(picture, [1, 2]).Shape);
        Assert.Equal([1, 1, 2, 4], Functional.MaxPool2d(picture, (2, 1)).Shape);
        Assert.Equal([1, 1, 8, 8], Functional.InterpolateBilinear(picture, 8).Shape);
    }

    [Fact]
    public void ResizingToLessSkipsNoPixel()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor row = Tensor.From([0f, 0, 0, 8, 0, 0, 0, 0], 1, 1, 1, 8);
        // Half the size: a triangle over four pixels, whose weights are 1/8, 3/8, 3/8, 1/8.
        Assert.Equal([0f, 3, 1, 0], Functional.Resize(row, (1, 4)).ToArray<float>());
        Assert.Equal(row.ToArray<float>(), Functional.Resize(row, (1, 8)).ToArray<float>());
    }

    [Fact]
    public void NormalizeGivesUnitLength()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor unit = Functional.Normalize(Tensor.From([3f, 4, 0, 0], 2, 2));
        GoldenFile.AssertClose([0.6, 0.8, 0, 0], unit.To(DType.Float64).ToArray<double>(), 1e-7);
    }
}
