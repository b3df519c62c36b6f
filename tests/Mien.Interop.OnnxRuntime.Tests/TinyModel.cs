namespace Mien.Interop.OnnxRuntime.Tests;

/// <summary>Makes an ONNX model with two inputs and two outputs: sum = x + y and product = x * y, all float (batch, 3).</summary>
internal static class TinyModel
{
    private const int Float = 1;

    public static byte[] Make(string addOperator = "Add", IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Field numbers are those of onnx.proto: ModelProto, GraphProto, NodeProto, ValueInfoProto.
        ProtobufBytes graph = new ProtobufBytes()
            .Message(1, Node(addOperator, "sum"))
            .Message(1, Node("Mul", "product"))
            .Text(2, "tiny")
            .Message(11, Tensor("x")).Message(11, Tensor("y"))
            .Message(12, Tensor("sum")).Message(12, Tensor("product"));
        ProtobufBytes model = new ProtobufBytes()
            .Integer(1, 8)
            .Message(8, new ProtobufBytes().Text(1, "").Integer(2, 17))
            .Message(7, graph);
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
            model.Message(14, new ProtobufBytes().Text(1, key).Text(2, value));
        return model.ToArray();
    }

    private static ProtobufBytes Node(string type, string output) =>
        new ProtobufBytes().Text(1, "x").Text(1, "y").Text(2, output).Text(4, type);

    private static ProtobufBytes Tensor(string name) => new ProtobufBytes().Text(1, name).Message(2, new ProtobufBytes()
        .Message(1, new ProtobufBytes().Integer(1, Float).Message(2, new ProtobufBytes()
            .Message(1, new ProtobufBytes().Text(2, "batch"))
            .Message(1, new ProtobufBytes().Integer(1, 3)))));
}
