using System.Text;

namespace Mien.Interop.Torch;

/// <summary>libtorch as a whole: version, devices, threads, random numbers. Failures are <see cref="Mien.Core.NativeException"/>.</summary>
public static unsafe class TorchEngine
{
    /// <summary>Version of the libtorch that the binding was built against, for example 1.13.0.</summary>
    public static string Version
    {
        get
        {
            byte* text;
            NativeMethods.Check(NativeMethods.Version(&text));
            return System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)text)!;
        }
    }

    /// <summary>The build's configuration, several lines.</summary>
    public static string Configuration
    {
        get
        {
            int length;
            NativeMethods.Check(NativeMethods.Configuration(null, 0, &length));
            byte[] text = new byte[length];
            fixed (byte* start = text)
                NativeMethods.Check(NativeMethods.Configuration(start, text.Length, &length));
            return Encoding.UTF8.GetString(text);
        }
    }

    /// <summary>Whether a CUDA device can be used.</summary>
    public static bool CudaAvailable
    {
        get
        {
            int available;
            NativeMethods.Check(NativeMethods.CudaAvailable(&available));
            return available != 0;
        }
    }

    /// <summary>Threads that one operator may use, at least 1.</summary>
    public static int Threads
    {
        get
        {
            int count;
            NativeMethods.Check(NativeMethods.Threads(&count));
            return count;
        }
        set => NativeMethods.Check(NativeMethods.SetThreads(value));
    }

    /// <summary>Seeds the generators of every device.</summary>
    public static void Seed(long seed) => NativeMethods.Check(NativeMethods.Seed(seed));

    /// <summary>State of a device's default generator as a tensor of bytes, which the caller owns.</summary>
    public static TensorHandle GetRandomState(int deviceType, int deviceIndex)
    {
        nint state;
        NativeMethods.Check(NativeMethods.RandomState(deviceType, deviceIndex, &state));
        return new TensorHandle(state);
    }

    /// <summary>Sets the state of a device's default generator from a tensor of bytes.</summary>
    public static void SetRandomState(int deviceType, int deviceIndex, TensorHandle state) =>
        NativeMethods.Check(NativeMethods.SetRandomState(deviceType, deviceIndex, state));
}
