using Mien.Core;
using Mien.Export.Onnx;
using Mien.Export.Operators;
using Mien.Interop.OnnxRuntime;
using Mien.Torch;

namespace Mien.Export.Tests;

/// <summary>Each operator, alone, in torch and in ONNX Runtime, with batches and free sizes other than the traced ones.</summary>
public sealed class OperatorTableTests
{
    private static readonly IReadOnlyDictionary<string, OperatorCase> s_cases = OperatorCase.All.ToDictionary(entry => entry.Name);

    public static TheoryData<string> CaseNames => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void OnnxGivesWhatTorchGives(string name)
    {
        OperatorCase entry = s_cases[name];
        OnnxGraph graph = OnnxExporter.Convert(entry.Trace(), name);
        using OrtSession session = OnnxRunner.Load(new OnnxModel(graph, new Dictionary<string, string>()));

        foreach ((int batch, int more) in new[] { (1, 0), (3, 2), (7, 7) })
        {
            using TensorScope scope = TensorScope.Begin();
            using IDisposable noGradients = Grad.Disabled();
            long[] shape = [batch, .. entry.Sample.Select(dimension => dimension.Name is null ? dimension.Size : dimension.Size + more)];
            float[] values = Values(shape);
            Tensor expected = entry.Forward(Tensor.From(values, shape));

            float[] actual = OnnxRunner.Run(session, ("x", values, shape));

            float[] wanted = expected.ToArray<float>();
            Assert.Equal(wanted.Length, actual.Length);
            Assert.All(Enumerable.Range(0, wanted.Length), i => Assert.Equal(wanted[i], actual[i], 1e-5f));
        }
    }

    [Fact]
    public void EveryOperatorOfTheTableHasACase()
    {
        HashSet<string> seen = [.. s_cases.Values.SelectMany(entry =>
            entry.Trace().Calls.Select(call => call.Operator))];
        Assert.Empty(OperatorTable.Default.Names.Except(seen));
    }

    [Fact]
    public void UnknownOperatorIsNamedWithItsModule()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Convert(x => Operator.Call("aten::cumsum", "", x, 1L)));
        Assert.Contains("aten::cumsum", error.Message);
    }

    [Fact]
    public void BakedBatchIsRefused()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Convert(x => x.Slice(0, 0, x.Shape[0])));
        Assert.Contains("aten::slice.Tensor", error.Message);
        Assert.Contains("batch", error.Message);
    }

    [Fact]
    public void ConstantOfTheBatchsSizeIsRefused()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Convert(x => x + Tensor.Ones([x.Shape[0], 1])));
        Assert.Contains("batch", error.Message);
    }

    [Fact]
    public void CourseThatDependsOnTheBatchIsRefused()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Convert(x => x.Shape[0] == 2 ? x.Exp() : x.Abs()));
        Assert.Contains("batch", error.Message);
    }

    private static OnnxGraph Convert(Func<Tensor, Tensor> forward) =>
        OnnxExporter.Convert(new OperatorCase("test", [3], forward, new Sequential()).Trace(), "test");

    private static float[] Values(long[] shape)
    {
        Random random = new((int)shape[0]);
        return [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextSingle() * 2 - 1)];
    }
}
