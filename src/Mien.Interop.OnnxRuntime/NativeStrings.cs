using System.Runtime.InteropServices;

namespace Mien.Interop.OnnxRuntime;

/// <summary>Owns UTF-8 copies of strings and the array of pointers to them, as C functions want them.</summary>
internal sealed unsafe class NativeStrings : SafeHandle
{
    private readonly int _count;

    public NativeStrings(IEnumerable<string> strings) : base(0, ownsHandle: true)
    {
        string[] all = [.. strings];
        _count = all.Length;
        // One pointer more than strings, so that an empty list still has an address.
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(nint)));
        for (int i = 0; i < _count; i++)
            Pointers[i] = Marshal.StringToCoTaskMemUTF8(all[i]);
    }

    public nint* Pointers => (nint*)handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        for (int i = 0; i < _count; i++)
            Marshal.FreeCoTaskMem(Pointers[i]);
        NativeMemory.Free((void*)handle);
        return true;
    }
}
