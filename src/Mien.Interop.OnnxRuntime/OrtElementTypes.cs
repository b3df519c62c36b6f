namespace Mien.Interop.OnnxRuntime;

/// <summary>Maps .NET element types to ONNX's, and counts elements.</summary>
internal static class OrtElementTypes
{
    public static OrtElementType Of<T>() where T : unmanaged => default(T) switch
    {
        float => OrtElementType.Float,
        byte => OrtElementType.UInt8,
        sbyte => OrtElementType.Int8,
        ushort => OrtElementType.UInt16,
        short => OrtElementType.Int16,
        int => OrtElementType.Int32,
        long => OrtElementType.Int64,
        bool => OrtElementType.Bool,
        Half => OrtElementType.Float16,
        double => OrtElementType.Double,
        _ => throw new NotSupportedException($"ONNX Runtime tensors of {typeof(T).Name} are not supported."),
    };

    /// <summary>Number of elements of a shape; a scalar's empty shape has one.</summary>
    public static int Count(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count = checked(count * size);
        }
        return checked((int)count);
    }
}
