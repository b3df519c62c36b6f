namespace Mien.Export.Onnx;

/// <summary>One operator call of an ONNX graph.</summary>
/// <param name="Operator">The operator's name in its domain, for example <c>Conv</c>.</param>
/// <param name="Name">The node's own name, unique in the graph: the module's path and the operator.</param>
/// <param name="Inputs">Names of the values read; an empty name leaves an optional input out.</param>
/// <param name="Outputs">Names of the values made.</param>
/// <param name="Attributes">Settings.</param>
public sealed record OnnxNode(
    string Operator, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>The domain of the operator: empty for ONNX's own, <c>com.microsoft</c> for those that ONNX Runtime adds.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Whether the node reads an input: optional ones may be left out.</summary>
    public bool HasInput(int index) => Inputs.Count > index && Inputs[index].Length > 0;

    /// <summary>An attribute's value, or <paramref name="fallback"/> where the node does not set it.</summary>
    public T Attribute<T>(string name, T fallback) =>
        Attributes.FirstOrDefault(attribute => attribute.Name == name) is { } found ? (T)found.Value : fallback;
}
