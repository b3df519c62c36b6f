namespace Mien.Interop.OnnxRuntime.Tests;

/// <summary>Makes an ONNX model of many operators that each take a while: y = sin(sin(... x)), float (size).</summary>
internal static class SlowModel
{
    private const int Float = 1;

    public static byte[] Make(int operators)
    {
        ProtobufBytes graph = new();
        for (int i = 0; i < operators; i++)
            graph.Message(1, new ProtobufBytes().Text(1, i == 0 ? "x" : $"v{i}").Text(2, i == operators - 1 ? "y" : $"v{i + 1}").Text(4, "Sin"));
        graph.Text(2, "slow").Message(11, Tensor("x")).Message(12, Tensor("y"));
        return new ProtobufBytes()
            .Integer(1, 8)
            .Message(8, new ProtobufBytes().Text(1, "").Integer(2, 17))
            .Message(7, graph)
            .ToArray();
    }

    private static ProtobufBytes Tensor(string name) => new ProtobufBytes().Text(1, name).Message(2, new ProtobufBytes()
        .Message(1, new ProtobufBytes().Integer(1, Float).Message(2, new ProtobufBytes()
            .Message(1, new ProtobufBytes().Text(2, "size")))));
}
