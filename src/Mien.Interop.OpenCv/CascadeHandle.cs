using System.Runtime.InteropServices;

namespace Mien.Interop.OpenCv;

/// <summary>Owns a loaded cascade.</summary>
internal sealed class CascadeHandle : SafeHandle
{
    public CascadeHandle(nint cascade) : base(0, ownsHandle: true) => SetHandle(cascade);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.CascadeFree(handle);
        return true;
    }
}
