namespace Mien.Interop.Torch;

/// <summary>Kind of a <see cref="NativeValue"/>; the numbers are those of <c>MienKind</c> in native/torch/torch_abi.h.</summary>
public enum ValueKind
{
    /// <summary>Nothing: an optional argument that is absent.</summary>
    None = 0,

    /// <summary>A tensor handle.</summary>
    Tensor = 1,

    /// <summary>An int64; also a dtype, layout, memory format or scalar.</summary>
    Integer = 2,

    /// <summary>The bits of a double; also a scalar.</summary>
    Real = 3,

    /// <summary>0 or 1.</summary>
    Boolean = 4,

    /// <summary>UTF-8 bytes in the scratch.</summary>
    Text = 5,

    /// <summary>int64s in the scratch.</summary>
    IntegerList = 6,

    /// <summary>Doubles in the scratch.</summary>
    RealList = 7,

    /// <summary>0s and 1s in the scratch.</summary>
    BooleanList = 8,

    /// <summary>Tensor handles in the scratch.</summary>
    TensorList = 9,

    /// <summary>Tensor handles or 0 in the scratch.</summary>
    OptionalTensorList = 10,

    /// <summary>A device: type in the count, index in the value.</summary>
    Device = 11,
}
