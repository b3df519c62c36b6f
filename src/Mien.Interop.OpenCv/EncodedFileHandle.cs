using System.Runtime.InteropServices;

namespace Mien.Interop.OpenCv;

/// <summary>Owns the bytes of a picture file that OpenCV encoded.</summary>
internal sealed class EncodedFileHandle : SafeHandle
{
    public EncodedFileHandle(nint file) : base(0, ownsHandle: true) => SetHandle(file);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.FileFree(handle);
        return true;
    }
}
