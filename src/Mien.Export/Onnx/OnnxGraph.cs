namespace Mien.Export.Onnx;

/// <summary>An ONNX graph.</summary>
/// <param name="Name">Name of the graph.</param>
/// <param name="Inputs">Values the caller gives.</param>
/// <param name="Outputs">Values the caller gets.</param>
/// <param name="Nodes">Operator calls, each after those it reads from.</param>
/// <param name="Initializers">Weights and other constants.</param>
public sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxValueInfo> Inputs,
    IReadOnlyList<OnnxValueInfo> Outputs,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxTensor> Initializers)
{
    /// <summary>Shapes of values inside the graph: not needed to run it, but a runtime joins more operators where it sees that free sizes are equal.</summary>
    public IReadOnlyList<OnnxValueInfo> Values { get; init; } = [];

    /// <summary>The nodes that read each value, by its name; a node that reads a value twice is there twice.</summary>
    internal ILookup<string, OnnxNode> Readers() => Nodes.SelectMany(node => node.Inputs.Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
}
