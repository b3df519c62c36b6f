using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>Which collectives the native binding was built with.</summary>
public static class Collectives
{
    /// <summary>Whether tensors can be exchanged between processes by a backend.</summary>
    public static bool Has(CollectiveBackend backend) => (NativeCollective.Backends & (int)backend) != 0;
}
