namespace Mien.Export.Onnx;

/// <summary>A graph input or output.</summary>
/// <param name="Name">The value's name.</param>
/// <param name="ElementType">Type of the elements.</param>
/// <param name="Shape">Sizes of the dimensions, outermost first.</param>
public sealed record OnnxValueInfo(string Name, OnnxElementType ElementType, IReadOnlyList<OnnxDimension> Shape)
{
    /// <summary>Whether the file tells the shape; where not, whoever loads it infers it.</summary>
    public bool HasShape { get; init; } = true;
}
