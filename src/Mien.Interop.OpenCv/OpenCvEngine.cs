using System.Runtime.InteropServices;
using Mien.Core;

namespace Mien.Interop.OpenCv;

/// <summary>The OpenCV of the process.</summary>
public static unsafe class OpenCvEngine
{
    /// <summary>OpenCV's version, for example <c>4.6.0</c>.</summary>
    /// <exception cref="UserErrorException">libmien_vision.so is missing or does not load.</exception>
    public static string Version
    {
        get
        {
            byte* version;
            NativeMethods.Check(NativeMethods.Version(&version));
            return Marshal.PtrToStringUTF8((nint)version)!;
        }
    }

    /// <summary>Sets how many threads OpenCV uses inside one call, for the whole process.</summary>
    /// <param name="threads">1 for the calling thread only.</param>
    public static void SetThreads(int threads) => NativeMethods.Check(NativeMethods.SetThreads(threads));
}
