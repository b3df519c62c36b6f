using Mien.Core;

namespace Mien.Torch.Tests;

public class TensorTests
{
    [Fact]
    public void KeepsElementsShapeAndType()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor tensor = Tensor.From([1f, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal([3, 1], tensor.Strides);
        Assert.Equal(DType.Float32, tensor.DType);
        Assert.Equal(Device.Cpu, tensor.Device);
        Assert.Equal([1f, 4, 2, 5, 3, 6], tensor.Transpose(0, 1).ToArray<float>());
        Assert.Equal([4f, 5, 6], tensor.Select(0, 1).ToArray<float>());
        Assert.Equal([2f, 3, 5, 6], tensor.Slice(1, 1).ToArray<float>());
    }

    [Fact]
    public void ComputesWithBroadcastingAndNumbers()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor a = Tensor.From([1f, 2, 3, 4], 2, 2);
        Tensor b = Tensor.From([10f, 20], 2);
        Assert.Equal([11f, 22, 13, 24], (a + b).ToArray<float>());
        Assert.Equal([0f, -1, -2, -3], (1 - a).ToArray<float>());
        Assert.Equal([2f, 1, 2f / 3, 0.5f], (2 / a).ToArray<float>());
        Assert.Equal([7f, 10, 15, 22], a.MatMul(a).ToArray<float>());
        Assert.Equal(10f, a.Sum().Item<float>());
        Assert.Equal([1L, 1], a.Argmax(1).ToArray<long>());
        Assert.Equal([1f, 2, 3, 4, 1, 2, 3, 4], Tensor.Cat([a, a]).ToArray<float>());
        Assert.Equal(2, a.Chunk(2, dim: 1).Length);
    }

    [Fact]
    public void IntegersStayIntegersBesideIntegers()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor counts = Tensor.From([1L, 5]);
        Assert.Equal([3L, 11], (counts * 2 + 1).ToArray<long>());
        Assert.Equal([2L, 5], counts.Clamp(2, null).ToArray<long>());
        Assert.Equal([1.5f, 5.5f], (counts + 0.5).ToArray<float>());
        Assert.Equal([4L, 8], counts.AddInPlace(3).ToArray<long>());
    }

    [Fact]
    public void BackwardGivesTheDerivative()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Tensor.From([1.0, -2, 3]);
        x.RequiresGrad = true;
        (x.Pow(3).Sum() * 2).Backward();
        Assert.Equal([6.0, 24, 54], x.Grad!.ToArray<double>());
        x.Grad = null;
        Assert.Null(x.Grad);
    }

    [Fact]
    public async Task GradModeFollowsTheCallAcrossAwait()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Tensor.From([2f]);
        x.RequiresGrad = true;
        using (Grad.Disabled())
        {
            await Task.Run(() => Assert.False((x * 2).RequiresGrad), TestContext.Current.CancellationToken);
            await Task.Delay(1, TestContext.Current.CancellationToken);
            Assert.False((x * 2).RequiresGrad);
            using (Grad.Enabled())
                Assert.True((x * 2).RequiresGrad);
        }
        Assert.True((x * 2).RequiresGrad);
    }

    [Fact]
    public void SaysWhichOperatorFailedAndWhy()
    {
        using TensorScope scope = TensorScope.Begin();
        NativeException error = Assert.Throws<NativeException>(() => Tensor.Zeros([2, 3]).MatMul(Tensor.Zeros([2, 3])));
        Assert.Equal("libtorch", error.Engine);
        Assert.Contains("cannot be multiplied", error.Message);
        NativeException unknown = Assert.Throws<NativeException>(() => Operator.Call("aten::no_such_operator", ""));
        Assert.Contains("no operator aten::no_such_operator", unknown.Message);
        NativeException missing = Assert.Throws<NativeException>(() => Operator.Call("aten::conv2d", "", Tensor.Zeros([1, 1, 2, 2])));
        Assert.Contains("weight", missing.Message);
    }

    [Fact]
    public void RefusesTheWrongSizeTypeOrAFreedTensor()
    {
        Tensor tensor = Tensor.Zeros([3]);
        Assert.Throws<ArgumentException>(() => tensor.ToArray<long>());
        Assert.Throws<ArgumentException>(() => tensor.CopyTo(new float[2].AsSpan()));
        Assert.Throws<ArgumentException>(() => Tensor.From([1f, 2], 3));
        tensor.Dispose();
        tensor.Dispose();
        Assert.True(tensor.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => tensor + 1);
    }

    [Fact]
    public void PassesEveryKindOfArgument()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor a = Tensor.From([1f, 2, 3, 4], 2, 2);
        Tensor index = Tensor.From([1L, 0]);
        Assert.Equal([2f, 1, 4, 3], Operator.Call("aten::index", "Tensor", a, Argument.OptionalTensors(null, index)).ToArray<float>());
        Assert.Equal([2f, 1], Operator.Call("aten::div", "Tensor_mode", Tensor.From([5f, 3]), Tensor.From([2f, 2]), "floor").ToArray<float>());
        Assert.Equal(DType.Float64, Operator.Call("aten::sum", "", a, DType.Float64).DType);
        Assert.Equal([0L, 3], Operator.Call("aten::arange", "start_step", 0, 4, 3).ToArray<long>());
        Assert.Equal(3, Operator.CallAll("aten::native_layer_norm", "", a, new long[] { 2 }, Argument.None, Argument.None, 1e-5).Length);
        Assert.Equal([1, 2, 4, 4], Operator.Call("aten::upsample_nearest2d", "vec", Tensor.Zeros([1, 2, 2, 2]), Argument.None, new[] { 2.0, 2.0 }).Shape);
    }
}
