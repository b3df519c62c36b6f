using Mien.Core;

namespace Mien.Interop.OnnxRuntime.Tests;

public sealed class OrtSessionTests
{
    private static readonly OrtSessionOptions s_oneThread = new() { IntraOpThreads = 1 };

    [Fact]
    public void DescribesInputsOutputsAndMetadata()
    {
        Dictionary<string, string> metadata = new() { ["mien.name"] = "tiny", ["mien.labels"] = "größe, 喜" };
        using OrtSession session = OrtSession.Load(TinyModel.Make(metadata: metadata), "tiny", s_oneThread);
        Assert.Equal(["x", "y"], session.Inputs.Select(input => input.Name));
        Assert.Equal(["sum", "product"], session.Outputs.Select(output => output.Name));
        Assert.Equal(OrtElementType.Float, session.Inputs[0].ElementType);
        Assert.Equal([-1, 3], session.Inputs[0].Shape);
        Assert.Equal(["batch", ""], session.Inputs[0].DimensionNames);
        Assert.Equal("x: Float (batch, 3)", session.Inputs[0].ToString());
        Assert.Equal(metadata, session.Metadata);
    }

    [Fact]
    public void RunsIntoTheCallersTensors()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny", s_oneThread);
        using OrtTensor<float> x = OrtTensor<float>.Create(2, 3);
        using OrtTensor<float> y = OrtTensor<float>.Wrap(new float[] { 10, 20, 30, 40, 50, 60 }, 2, 3);
        using OrtTensor<float> sum = OrtTensor<float>.Create(2, 3);
        using OrtTensor<float> product = OrtTensor<float>.Create(2, 3);
        new float[] { 1, 2, 3, 4, 5, 6 }.CopyTo(x.Span);
        session.Run([x, y], [sum, product]);
        Assert.Equal([11, 22, 33, 44, 55, 66], sum.Span);
        Assert.Equal([10, 40, 90, 160, 250, 360], product.Span);
        // New values in the same memory give new results: nothing was copied.
        x.Span.Fill(0);
        session.Run([x, y], [sum, product]);
        Assert.Equal([10, 20, 30, 40, 50, 60], sum.Span);
    }

    [Fact]
    public void RunsPartOfABatchThroughViews()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny", s_oneThread);
        using OrtTensor<float> x = OrtTensor<float>.Create(4, 3);
        x.Span.Fill(2);
        using OrtTensor<float> part = x.View(1, 3);
        using OrtTensor<float> sum = OrtTensor<float>.Create(4, 3);
        using OrtTensor<float> product = OrtTensor<float>.Create(1, 3);
        using OrtTensor<float> sumPart = sum.View(1, 3);
        session.Run([part, part], [sumPart, product]);
        Assert.Equal([4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0], sum.Span);
    }

    [Fact]
    public void MakesOutputsWhoseShapeIsNotKnown()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny", s_oneThread);
        using OrtTensor<float> x = OrtTensor<float>.Wrap(new float[] { 1, 2, 3 }, 1, 3);
        IReadOnlyList<OrtValue> outputs = session.Run(x, x);
        Assert.Equal([1, 3], outputs[0].Shape);
        Assert.Equal([1, 4, 9], outputs[1].GetSpan<float>());
        Assert.Throws<InvalidOperationException>(() => outputs[0].GetSpan<int>().Length);
        foreach (OrtValue output in outputs)
            output.Dispose();
        Assert.Throws<ObjectDisposedException>(() => outputs[0].GetSpan<float>().Length);
    }

    [Fact]
    public void AllocatesNoManagedMemoryInARun()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny", s_oneThread);
        using OrtTensor<float> x = OrtTensor<float>.Create(1, 3);
        using OrtTensor<float> sum = OrtTensor<float>.Create(1, 3);
        using OrtTensor<float> product = OrtTensor<float>.Create(1, 3);
        OrtValue[] inputs = [x, x], outputs = [sum, product];
        session.Run(inputs, outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            session.Run(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void RunsInSeveralThreadsAtOnce()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny", s_oneThread);
        Parallel.For(0, 64, i =>
        {
            using OrtTensor<float> x = OrtTensor<float>.Wrap(new float[] { i, i, i }, 1, 3);
            using OrtTensor<float> sum = OrtTensor<float>.Create(1, 3);
            using OrtTensor<float> product = OrtTensor<float>.Create(1, 3);
            session.Run([x, x], [sum, product]);
            Assert.Equal([i * i, i * i, i * i], product.Span);
        });
    }

    [Fact]
    public void SaysWhatDoesNotFitInARun()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny", s_oneThread);
        using OrtTensor<float> wrong = OrtTensor<float>.Create(1, 4);
        using OrtTensor<float> right = OrtTensor<float>.Create(1, 3);
        Assert.Contains("x", Assert.Throws<NativeException>(() => session.Run(wrong, right)).Message);
        Assert.Throws<ArgumentException>(() => session.Run(right));
        Assert.Throws<ArgumentException>(() => session.Run([right, right], []));
        Assert.Throws<ArgumentException>(() => session.Run([right, right], [right, right, right]));
        Assert.Throws<ArgumentException>(() => OrtTensor<float>.Wrap(new float[2], 1, 3));
        Assert.Throws<ArgumentException>(() => right.View(2, 3));
    }

    [Fact]
    public void GivesTheFirstOutputsAlone()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny", s_oneThread);
        using OrtTensor<float> x = OrtTensor<float>.Wrap(new float[] { 1, 2, 3 }, 1, 3);
        using OrtTensor<float> sum = OrtTensor<float>.Create(1, 3);

        session.Run([x, x], [sum]);

        Assert.Equal([2f, 4f, 6f], sum.Span.ToArray());
    }

    [Fact]
    public void RefusesRunsAfterDisposal()
    {
        OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny", s_oneThread);
        using OrtTensor<float> x = OrtTensor<float>.Create(1, 3);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Run(x, x));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("truncated")]
    [InlineData("unknown operator")]
    [InlineData("folder")]
    public void RefusesWhatIsNotAModelInOneSentence(string kind)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.onnx");
        byte[] model = TinyModel.Make();
        if (kind == "folder")
            Directory.CreateDirectory(path);
        else if (kind != "missing")
            File.WriteAllBytes(path, kind switch
            {
                "empty" => [],
                "text" => "This is a letter, not a model.\n"u8.ToArray(),
                "truncated" => model[..(model.Length / 2)],
                _ => TinyModel.Make(addOperator: "Transmogrify"),
            });
        UserErrorException error = Assert.Throws<UserErrorException>(() => OrtSession.Load(path, s_oneThread));
        Assert.Contains("model.onnx", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void LoadsAFile()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "größe.onnx");
        File.WriteAllBytes(path, TinyModel.Make());
        using OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = 2, InterOpThreads = 2, AllowSpinning = true, GraphOptimization = OrtGraphOptimization.Basic });
        Assert.Equal(2, session.Inputs.Count);
    }
}
