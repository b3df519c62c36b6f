using Mien.Core;
using Mien.Export.Onnx;

namespace Mien.Export.Tests;

public sealed class OnnxWriterTests
{
    [Fact]
    public void ReadingGivesWhatWasWritten()
    {
        OnnxModel model = TwiceSigmoid();

        OnnxModel read = Rewrite(model);

        Assert.Equal(8, read.IrVersion);
        Assert.Equal(17, read.Opset);
        Assert.Equal(model.Metadata.OrderBy(pair => pair.Key), read.Metadata.OrderBy(pair => pair.Key));
        Assert.Equal(model.Graph.Name, read.Graph.Name);
        Assert.Equal("(batch, 3)", $"({string.Join(", ", read.Graph.Inputs[0].Shape)})");
        Assert.Equal(["Mul", "Sigmoid"], read.Graph.Nodes.Select(node => node.Operator));
        Assert.Equal(model.Graph.Nodes[0].Inputs, read.Graph.Nodes[0].Inputs);
        Assert.Equal([2f, -0.5f, 1e-20f], read.Graph.Initializers[0].ToFloats());
    }

    [Fact]
    public void EveryKindOfAttributeSurvives()
    {
        OnnxAttribute[] attributes =
        [
            new("float", -0.25f), new("integer", -7L), new("text", "ü"), new("floats", [1.5f, -2f]), new("integers", [3L, -1L, 1L << 40]),
            new("none", Array.Empty<long>()), new("tensor", OnnxTensor.FromLongs("", [4, 5], 2)),
        ];
        OnnxModel model = TwiceSigmoid();
        OnnxNode node = model.Graph.Nodes[0] with { Attributes = attributes };

        OnnxNode read = Rewrite(model with { Graph = model.Graph with { Nodes = [node] } }).Graph.Nodes[0];

        Assert.Equal(-0.25f, read.Attribute("float", 0f));
        Assert.Equal(-7L, read.Attribute("integer", 0L));
        Assert.Equal("ü", read.Attribute("text", ""));
        Assert.Equal([1.5f, -2f], read.Attribute<float[]>("floats", []));
        Assert.Equal([3L, -1L, 1L << 40], read.Attribute<long[]>("integers", []));
        Assert.Empty(read.Attribute<long[]>("none", [1]));
        Assert.Equal([4L, 5L], read.Attribute<OnnxTensor>("tensor", null!).ToLongs());
    }

    [Fact]
    public void OnnxCheckerAccepts()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(TwiceSigmoid());
        OnnxChecker.Check(path);
    }

    [Fact]
    public void WhatIsNoModelIsRefused()
    {
        Assert.Throws<UserErrorException>(() => OnnxReader.Read("just a text, not a model"u8.ToArray(), "note.onnx"));
        Assert.Throws<UserErrorException>(() => OnnxReader.Read([], "empty.onnx"));
        Assert.Throws<UserErrorException>(() => OnnxReader.Read("/nowhere/model.onnx"));
        byte[] bytes = Bytes(TwiceSigmoid());
        Assert.Throws<UserErrorException>(() => OnnxReader.Read(bytes[..(bytes.Length / 2)], "cut.onnx"));
    }

    private static OnnxModel Rewrite(OnnxModel model) => OnnxReader.Read(Bytes(model), "test");

    private static byte[] Bytes(OnnxModel model)
    {
        using MemoryStream stream = new();
        OnnxWriter.Write(model, stream);
        return stream.ToArray();
    }

    private static OnnxModel TwiceSigmoid() => new(
        new OnnxGraph(
            "test",
            [new OnnxValueInfo("x", OnnxElementType.Float, ["batch", 3])],
            [new OnnxValueInfo("y", OnnxElementType.Float, ["batch", 3])],
            [new OnnxNode("Mul", "a/Mul", ["x", "factor"], ["m"], []), new OnnxNode("Sigmoid", "a/Sigmoid", ["m"], ["y"], [])],
            [OnnxTensor.FromFloats("factor", [2f, -0.5f, 1e-20f], 3)]),
        new Dictionary<string, string> { ["mien.name"] = "test", ["note"] = "größer" });
}
