namespace Mien.Torch;

/// <summary>Type of a tensor's elements; the numbers are libtorch's own (c10/core/ScalarType.h).</summary>
public enum DType
{
    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 0,

    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 1,

    /// <summary>16-bit integer.</summary>
    Int16 = 2,

    /// <summary>32-bit integer.</summary>
    Int32 = 3,

    /// <summary>64-bit integer: classes and indices.</summary>
    Int64 = 4,

    /// <summary>IEEE 754 half precision.</summary>
    Float16 = 5,

    /// <summary>IEEE 754 single precision.</summary>
    Float32 = 6,

    /// <summary>IEEE 754 double precision.</summary>
    Float64 = 7,

    /// <summary>Truth values, one byte each.</summary>
    Bool = 11,

    /// <summary>Single precision cut to 16 bits.</summary>
    BFloat16 = 15,
}
