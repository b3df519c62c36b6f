using System.Runtime.InteropServices;

namespace Mien.Interop.OnnxRuntime;

/// <summary>
/// ONNX Runtime's reports to its maker, which are never sent from here. Since 1.29 its Linux builds keep an identifier of the machine and a
/// store of events below the home folder and send them off, the first of them before an environment can be told not to
/// (docs/Privacy.md of ONNX Runtime); only this variable of the process, set before the library is loaded, keeps it from all of that.
/// </summary>
internal static partial class OrtTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Turns the reports off for this process, whatever its environment says.</summary>
    /// <exception cref="OutOfMemoryException">There is no room for the variable.</exception>
    public static void Forbid()
    {
        // .NET keeps an environment of its own; native code sees the C library's.
        if (SetVariable(Variable, "1", overwrite: 1) != 0)
            throw new OutOfMemoryException($"{Variable} could not be set.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
