namespace Mien.Interop.OnnxRuntime;

/// <summary>What execution providers are called.</summary>
internal static class OrtExecutionProviders
{
    /// <summary>The name in messages.</summary>
    public static string Title(OrtExecutionProvider provider) => provider switch
    {
        OrtExecutionProvider.Cpu => "CPU",
        OrtExecutionProvider.Cuda => "CUDA",
        OrtExecutionProvider.TensorRt => "TensorRT",
        _ => "auto",
    };

    /// <summary>The name in <see cref="OrtEnvironment.AvailableProviders"/>.</summary>
    public static string RegisteredName(OrtExecutionProvider provider) => provider switch
    {
        OrtExecutionProvider.Cuda => "CUDAExecutionProvider",
        OrtExecutionProvider.TensorRt => "TensorrtExecutionProvider",
        _ => "CPUExecutionProvider",
    };

    /// <summary>The libraries that a provider needs beside ONNX Runtime's own; those of CUDA and TensorRT are loaded only when asked for.</summary>
    public static IReadOnlyList<string> Libraries(OrtExecutionProvider provider) => provider switch
    {
        OrtExecutionProvider.Cuda => ["libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so"],
        OrtExecutionProvider.TensorRt => ["libonnxruntime_providers_shared.so", "libonnxruntime_providers_tensorrt.so"],
        _ => [],
    };
}
