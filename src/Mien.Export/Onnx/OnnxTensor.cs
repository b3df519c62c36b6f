using System.Runtime.InteropServices;

namespace Mien.Export.Onnx;

/// <summary>A constant tensor of an ONNX graph: a weight (named initialiser) or an attribute's value.</summary>
/// <param name="Name">Name by which nodes refer to it; empty for an attribute's value.</param>
/// <param name="ElementType">Type of the elements.</param>
/// <param name="Shape">Sizes of the dimensions, outermost first; empty for a scalar.</param>
/// <param name="Data">The elements, little endian, row-major.</param>
public sealed record OnnxTensor(string Name, OnnxElementType ElementType, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Makes a tensor of 32-bit floats.</summary>
    public static OnnxTensor FromFloats(string name, ReadOnlySpan<float> values, params long[] shape) =>
        new(name, OnnxElementType.Float, Checked(shape, values.Length), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Makes a tensor of 64-bit integers.</summary>
    public static OnnxTensor FromLongs(string name, ReadOnlySpan<long> values, params long[] shape) =>
        new(name, OnnxElementType.Int64, Checked(shape, values.Length), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements of a float tensor, copied.</summary>
    /// <exception cref="InvalidOperationException">The elements are not 32-bit floats.</exception>
    public float[] ToFloats() => Cast<float>(OnnxElementType.Float);

    /// <summary>The elements of an integer tensor, copied.</summary>
    /// <exception cref="InvalidOperationException">The elements are not 64-bit integers.</exception>
    public long[] ToLongs() => Cast<long>(OnnxElementType.Int64);

    private T[] Cast<T>(OnnxElementType type) where T : struct => ElementType == type
        ? MemoryMarshal.Cast<byte, T>(Data.Span).ToArray()
        : throw new InvalidOperationException($"The tensor {Name} holds {ElementType}, not {type}.");

    private static long[] Checked(long[] shape, int count) => shape.Aggregate(1L, (product, size) => product * size) == count
        ? shape
        : throw new ArgumentException($"{count} values do not fill the shape ({string.Join(", ", shape)}).", nameof(shape));
}
