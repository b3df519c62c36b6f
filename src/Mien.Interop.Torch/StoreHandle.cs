using System.Runtime.InteropServices;

namespace Mien.Interop.Torch;

/// <summary>An open store; freeing it closes the connection, and the store where this process holds it.</summary>
public sealed class StoreHandle : SafeHandle
{
    internal StoreHandle(nint owned) : base(nint.Zero, ownsHandle: true) => SetHandle(owned);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == nint.Zero;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => NativeMethods.StoreRelease(handle) == 0;
}
