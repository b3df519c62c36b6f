using Mien.Export.Onnx;

namespace Mien.Export.Tracing;

/// <summary>A tensor that occurred in a traced forward pass.</summary>
internal sealed class TracedValue
{
    /// <summary>Sizes, outermost first.</summary>
    public required IReadOnlyList<TracedSize> Shape { get; init; }

    public required OnnxElementType ElementType { get; init; }

    /// <summary>Name of the graph input, or null.</summary>
    public string? InputName { get; init; }

    /// <summary>The data of a parameter, buffer or constant (its name is the state-dict key where it has one), or null.</summary>
    public OnnxTensor? Constant { get; init; }

    /// <summary>Whether every element is known to be 0, as in the LSTM's first state.</summary>
    public bool IsZero { get; init; }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Count;
}
