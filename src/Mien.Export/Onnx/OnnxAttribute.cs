namespace Mien.Export.Onnx;

/// <summary>A named setting of an ONNX node. <see cref="Value"/> is a long, float, string, long[], float[] or <see cref="OnnxTensor"/>.</summary>
public sealed record OnnxAttribute
{
    /// <summary>An integer attribute.</summary>
    public OnnxAttribute(string name, long value) => (Name, Value) = (name, value);

    /// <summary>A floating-point attribute.</summary>
    public OnnxAttribute(string name, float value) => (Name, Value) = (name, value);

    /// <summary>A text attribute.</summary>
    public OnnxAttribute(string name, string value) => (Name, Value) = (name, value);

    /// <summary>A list of integers.</summary>
    public OnnxAttribute(string name, IEnumerable<long> values) => (Name, Value) = (name, values.ToArray());

    /// <summary>A list of floating-point numbers.</summary>
    public OnnxAttribute(string name, IEnumerable<float> values) => (Name, Value) = (name, values.ToArray());

    /// <summary>A constant tensor.</summary>
    public OnnxAttribute(string name, OnnxTensor value) => (Name, Value) = (name, value);

    /// <summary>The attribute's name in the operator's definition.</summary>
    public string Name { get; }

    /// <summary>The attribute's value.</summary>
    public object Value { get; }
}
