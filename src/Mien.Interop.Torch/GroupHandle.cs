using System.Runtime.InteropServices;

namespace Mien.Interop.Torch;

/// <summary>This process's membership of a process group; freeing it closes the connections to the others.</summary>
public sealed class GroupHandle : SafeHandle
{
    internal GroupHandle(nint owned) : base(nint.Zero, ownsHandle: true) => SetHandle(owned);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == nint.Zero;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => NativeMethods.GroupRelease(handle) == 0;
}
