using System.Text.Json.Nodes;
using Mien.Interop.OnnxRuntime.Tests;

namespace Mien.Inference.Tests;

/// <summary>
/// Hand-made models whose answers can be worked out: "face" gives softmax(mean of each channel) of an (N, 3, 4, 4) picture,
/// for the labels sad (red), happy (green), neutral (blue); "speech" gives softmax(mean of each band) of (N, 1, 2, 8).
/// </summary>
internal static class ColorModel
{
    public static JsonObject FaceSpec() => new()
    {
        ["version"] = 1,
        ["image"] = new JsonObject { ["width"] = 4, ["height"] = 4, ["mean"] = new JsonArray(0, 0, 0), ["std"] = new JsonArray(1, 1, 1) },
        ["labels"] = new JsonArray("sad", "happy", "neutral"),
    };

    public static JsonObject SpeechSpec() => new()
    {
        ["version"] = 1,
        ["audio"] = new JsonObject { ["melBands"] = 2, ["frames"] = 8 },
        ["labels"] = new JsonArray("calm", "anger"),
    };

    public static Dictionary<string, string> Metadata(string task, JsonObject spec) => new()
    {
        ["mien.spec"] = spec.ToJsonString(),
        ["mien.name"] = "color",
        ["mien.version"] = "1",
        ["mien.task"] = task,
        ["mien.license"] = "Apache-2.0",
        ["mien.reliability"] = "0.5",
    };

    public static string WriteFace(TemporaryFolder folder, Dictionary<string, string>? metadata = null, bool freeSize = false) =>
        Write(folder, Graph("image", freeSize ? [3, -1, -1] : [3, 4, 4], 3, [2, 3]), metadata ?? Metadata("face", FaceSpec()));

    public static string WriteSpeech(TemporaryFolder folder, Dictionary<string, string>? metadata = null, bool freeLength = false) =>
        Write(folder, Graph("audio", [1, 2, freeLength ? -1 : 8], 2, [1, 3]), metadata ?? Metadata("speech", SpeechSpec()));

    private static string Write(TemporaryFolder folder, ProtobufBytes graph, Dictionary<string, string> metadata)
    {
        ProtobufBytes model = new ProtobufBytes()
            .Integer(1, 8)
            .Message(8, new ProtobufBytes().Text(1, "").Integer(2, 17))
            .Message(7, graph);
        foreach ((string key, string value) in metadata)
            model.Message(14, new ProtobufBytes().Text(1, key).Text(2, value));
        string path = System.IO.Path.Combine(folder.Path, $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, model.ToArray());
        return path;
    }

    // Field numbers are those of onnx.proto; an attribute's type 7 is INTS and 2 is INT.
    private static ProtobufBytes Graph(string input, long[] itemShape, long labels, long[] averagedAxes)
    {
        ProtobufBytes axes = new ProtobufBytes().Text(1, "axes").Integer(20, 7);
        foreach (long axis in averagedAxes)
            axes.Integer(8, axis);
        ProtobufBytes keep = new ProtobufBytes().Text(1, "keepdims").Integer(3, 0).Integer(20, 2);
        return new ProtobufBytes()
            .Message(1, new ProtobufBytes().Text(1, input).Text(2, "means").Text(4, "ReduceMean").Message(5, axes).Message(5, keep))
            .Message(1, new ProtobufBytes().Text(1, "means").Text(2, "emotion").Text(4, "Softmax"))
            .Text(2, "color")
            .Message(11, Tensor(input, itemShape))
            .Message(12, Tensor("emotion", [labels]));
    }

    private static ProtobufBytes Tensor(string name, long[] itemShape)
    {
        ProtobufBytes shape = new ProtobufBytes().Message(1, new ProtobufBytes().Text(2, "N"));
        foreach (long size in itemShape)
            shape.Message(1, size < 0 ? new ProtobufBytes() : new ProtobufBytes().Integer(1, size));
        return new ProtobufBytes().Text(1, name).Message(2, new ProtobufBytes().Message(1, new ProtobufBytes().Integer(1, 1).Message(2, shape)));
    }
}
