namespace Mien.Export.Tracing;

/// <summary>A traced forward pass: what was called, in order.</summary>
/// <param name="Inputs">The network's inputs.</param>
/// <param name="Calls">Operator calls in order.</param>
/// <param name="Outputs">The network's outputs with their names.</param>
internal sealed record TracedGraph(IReadOnlyList<TracedValue> Inputs, IReadOnlyList<TracedCall> Calls, IReadOnlyList<(string Name, TracedValue Value)> Outputs)
{
    /// <summary>Whether sizes that are written alike are equal at every input, so that the file may name them inside the graph too.</summary>
    public required bool NamesAreSure { get; init; }
}
