namespace Mien.Interop.OnnxRuntime;

/// <summary>What a model declares about one of its inputs or outputs.</summary>
/// <param name="Name">The name in the graph.</param>
/// <param name="ElementType">Element type; <see cref="OrtElementType.Undefined"/> where it is not a tensor.</param>
/// <param name="Shape">Sizes, outermost first; -1 where a size is free.</param>
/// <param name="DimensionNames">The name of each free size (for example <c>batch</c>); empty where it has none or is fixed.</param>
public sealed record OrtTensorInfo(string Name, OrtElementType ElementType, IReadOnlyList<long> Shape, IReadOnlyList<string> DimensionNames)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {ElementType} ({string.Join(", ", Shape.Select((size, axis) => size >= 0 ? size.ToString() : DimensionNames[axis] is { Length: > 0 } name ? name : "?"))})";
}
