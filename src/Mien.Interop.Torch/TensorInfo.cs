using System.Runtime.InteropServices;

namespace Mien.Interop.Torch;

/// <summary>Facts of a tensor, laid out as <c>MienTensorInfo</c> in native/torch/torch_abi.h.</summary>
/// <param name="Elements">Number of elements.</param>
/// <param name="StorageOffset">Elements before the first one in the storage.</param>
/// <param name="Dimensions">Number of dimensions.</param>
/// <param name="DType">The engine's scalar type.</param>
/// <param name="DeviceType">The engine's device type.</param>
/// <param name="DeviceIndex">Device index, -1 for the CPU.</param>
/// <param name="RequiresGrad">1 where gradients are asked for.</param>
/// <param name="IsLeaf">1 where no operator made the tensor under autograd.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TensorInfo(
    long Elements, long StorageOffset, int Dimensions, int DType, int DeviceType, int DeviceIndex, int RequiresGrad, int IsLeaf);
