using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>Threads that one operator may use on the CPU.</summary>
public static class TorchThreads
{
    /// <summary>The number of threads.</summary>
    public static int Get() => TorchEngine.Threads;

    /// <summary>Sets the number of threads, at least 1, for all threads that call libtorch from now on.</summary>
    public static void Set(int count) => TorchEngine.Threads = count;
}
