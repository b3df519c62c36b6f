using System.Runtime.InteropServices;

namespace Mien.Interop.Torch;

/// <summary>A callback after a backward pass has accumulated a leaf's gradient, until disposed.</summary>
public sealed unsafe class NativeGradientHook : SafeHandle
{
    private readonly Action _accumulated;
    private GCHandle _self;

    /// <summary>Hooks a leaf that asks for gradients.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="accumulated">Called on the thread that runs the backward pass; it must not throw.</param>
    public NativeGradientHook(TensorHandle leaf, Action accumulated) : base(nint.Zero, ownsHandle: true)
    {
        _accumulated = accumulated;
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
        nint hook;
        NativeMethods.Check(NativeMethods.GradientHookAdd(leaf, &OnAccumulated, (long)GCHandle.ToIntPtr(_self), &hook));
        SetHandle(hook);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == nint.Zero;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        bool removed = NativeMethods.GradientHookRemove(handle) == 0;
        _self.Free();
        return removed;
    }

    [UnmanagedCallersOnly]
    private static void OnAccumulated(long context) => (GCHandle.FromIntPtr((nint)context).Target as NativeGradientHook)?._accumulated();
}
