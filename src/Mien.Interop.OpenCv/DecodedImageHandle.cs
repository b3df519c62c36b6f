using System.Runtime.InteropServices;

namespace Mien.Interop.OpenCv;

/// <summary>Owns a picture that OpenCV decoded.</summary>
internal sealed class DecodedImageHandle : SafeHandle
{
    public DecodedImageHandle(nint image) : base(0, ownsHandle: true) => SetHandle(image);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.ImageFree(handle);
        return true;
    }
}
