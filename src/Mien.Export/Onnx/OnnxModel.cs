namespace Mien.Export.Onnx;

/// <summary>
/// An ONNX model, the content of one <c>.onnx</c> file: the part of the format
/// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that this project writes.
/// </summary>
/// <param name="Graph">The graph.</param>
/// <param name="Metadata">The key-value pairs of <c>metadata_props</c>.</param>
public sealed record OnnxModel(OnnxGraph Graph, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Version of the file format: IR 8, which every ONNX Runtime since 1.10 reads.</summary>
    public long IrVersion { get; init; } = 8;

    /// <summary>Version of the default operator set.</summary>
    public long Opset { get; init; } = 17;

    /// <summary>Name of the tool that made the file.</summary>
    public string Producer { get; init; } = "mien";

    /// <summary>Version of the tool that made the file.</summary>
    public string ProducerVersion { get; init; } = "";
}
