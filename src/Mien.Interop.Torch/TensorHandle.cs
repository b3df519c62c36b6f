using System.Runtime.InteropServices;

namespace Mien.Interop.Torch;

/// <summary>
/// One owned reference to a native tensor. The value is the engine's own object, so two handles of one tensor are equal
/// numbers for as long as either lives.
/// </summary>
public sealed class TensorHandle : SafeHandle
{
    /// <summary>Takes over one reference that the native side gave.</summary>
    public TensorHandle(nint owned) : base(nint.Zero, ownsHandle: true) => SetHandle(owned);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == nint.Zero;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => NativeMethods.TensorRelease(handle) == 0;
}
