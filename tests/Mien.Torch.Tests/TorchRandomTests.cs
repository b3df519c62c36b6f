using System.Text.Json;

namespace Mien.Torch.Tests;

public class TorchRandomTests
{
    [Fact]
    public void DrawsWhatPyTorchDrawsFromTheSameSeed()
    {
        using TensorScope scope = TensorScope.Begin();
        JsonElement golden = GoldenFile.Read("random");
        TorchRandom.Seed(9);
        float[] dropout = Functional.Dropout(Tensor.Ones([16]), 0.25, training: true).ToArray<float>();
        float[] normal = Tensor.Randn([16]).ToArray<float>();
        long[] order = Tensor.RandPerm(10).ToArray<long>();
        GoldenFile.AssertClose(GoldenFile.Doubles(golden.GetProperty("dropout")), Array.ConvertAll(dropout, value => (double)value), 1e-6);
        GoldenFile.AssertClose(GoldenFile.Doubles(golden.GetProperty("normal")), Array.ConvertAll(normal, value => (double)value), 1e-6);
        Assert.Equal(golden.GetProperty("order").EnumerateArray().Select(value => value.GetInt64()), order);
    }

    [Fact]
    public void StateRestoresTheSequence()
    {
        using TensorScope scope = TensorScope.Begin();
        TorchRandom.Seed(1);
        _ = Tensor.Randn([5]);
        Tensor state = TorchRandom.GetState();
        Assert.Equal(DType.UInt8, state.DType);
        float[] first = Tensor.Randn([33]).ToArray<float>();
        TorchRandom.SetState(state);
        Assert.Equal(first, Tensor.Randn([33]).ToArray<float>());
    }
}
