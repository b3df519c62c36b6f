using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>What this libtorch is and can do.</summary>
public static class TorchInfo
{
    /// <summary>Version that the binding was built against.</summary>
    public static string Version => TorchEngine.Version;

    /// <summary>The build's configuration, several lines.</summary>
    public static string Configuration => TorchEngine.Configuration;

    /// <summary>Whether a CUDA device can be used.</summary>
    public static bool CudaAvailable => TorchEngine.CudaAvailable;
}
