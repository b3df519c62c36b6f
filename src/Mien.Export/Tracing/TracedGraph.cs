namespace Mien.Export.Tracing;

/// <summary>A traced forward pass: what was called, in order.</summary>
/// <param name="Inputs">The network's inputs.</param>
/// <param name="Calls">Operator calls in order.</param>
/// <param name="Output">The network's output.</param>
internal sealed record TracedGraph(IReadOnlyList<TracedValue> Inputs, IReadOnlyList<TracedCall> Calls, TracedValue Output);
