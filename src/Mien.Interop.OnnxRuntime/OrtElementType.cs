namespace Mien.Interop.OnnxRuntime;

/// <summary>A tensor's element type, with ONNX's own numbers (<c>TensorProto.DataType</c>).</summary>
public enum OrtElementType
{
    /// <summary>Unknown, or not a tensor.</summary>
    Undefined = 0,

    /// <summary>32-bit float.</summary>
    Float = 1,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 2,

    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 3,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 4,

    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 5,

    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 6,

    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 7,

    /// <summary>UTF-8 text; such tensors cannot be made here.</summary>
    String = 8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 9,

    /// <summary>16-bit float (<see cref="Half"/>).</summary>
    Float16 = 10,

    /// <summary>64-bit float.</summary>
    Double = 11,
}
