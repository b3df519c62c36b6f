using System.Runtime.InteropServices;

namespace Mien.Interop.OnnxRuntime;

/// <summary>Owns one ONNX Runtime object and frees it with the function that belongs to its type, exactly once.</summary>
internal sealed unsafe class OrtHandle : SafeHandle
{
    private readonly delegate* unmanaged<nint, void> _release;

    /// <summary>Takes ownership of <paramref name="pointer"/>.</summary>
    public OrtHandle(nint pointer, delegate* unmanaged<nint, void> release) : base(0, ownsHandle: true)
    {
        _release = release;
        SetHandle(pointer);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _release(handle);
        return true;
    }
}
