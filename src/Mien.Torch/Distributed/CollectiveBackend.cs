namespace Mien.Torch;

/// <summary>What carries collectives from process to process.</summary>
public enum CollectiveBackend
{
    /// <summary>Gloo: TCP, tensors on the CPU.</summary>
    Gloo = 1,

    /// <summary>NCCL: tensors on CUDA devices, where this libtorch has it.</summary>
    Nccl = 2,
}
