namespace Mien.Interop.OnnxRuntime;

/// <summary>What computes a model's operators.</summary>
public enum OrtExecutionProvider
{
    /// <summary>The best that is there and takes the model: TensorRT, then CUDA, then the CPU.</summary>
    Auto,

    /// <summary>The processor; in every build of ONNX Runtime.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU through CUDA and cuDNN.</summary>
    Cuda,

    /// <summary>An NVIDIA GPU through TensorRT; what that does not know runs on CUDA.</summary>
    TensorRt,
}
