namespace Mien.Torch;

/// <summary>Kinds of device; the numbers are libtorch's own (c10/core/DeviceType.h).</summary>
public enum DeviceType
{
    /// <summary>The CPU.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda = 1,
}
