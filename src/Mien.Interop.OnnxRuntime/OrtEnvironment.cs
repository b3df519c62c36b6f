using System.Runtime.InteropServices;
using Mien.Core;

namespace Mien.Interop.OnnxRuntime;

/// <summary>
/// The one ONNX Runtime of the process: its library, its environment and what it can do. It is made on first use, is
/// safe to use from any thread, and lives until the process ends (every session refers to it).
/// </summary>
public sealed unsafe class OrtEnvironment
{
    private const string LibraryName = "libonnxruntime.so.1";
    private const string LibraryVariable = "MIEN_ONNXRUNTIME";
    private const int LogSeverityError = 3;
    private const int ArenaAllocator = 1;
    private const int DefaultMemory = 0;

    private static readonly Lazy<OrtEnvironment> s_instance = new(() => new OrtEnvironment());

    private OrtEnvironment()
    {
        OrtTelemetry.Forbid();
        nint library = NativeLibraryLocator.Load(LibraryName, LibraryVariable);
        LibraryPath = NativeLibraryLocator.Find(LibraryName, LibraryVariable)!;
        Api = OrtApi.FromLibrary(library);
        nint pointer;
        fixed (byte* name = "mien\0"u8)
            Api.Check(Api.CreateEnv(LogSeverityError, name, &pointer), nameof(OrtApi.CreateEnv));
        Handle = new OrtHandle(pointer, Api.ReleaseEnv);
        Api.Check(Api.CreateCpuMemoryInfo(ArenaAllocator, DefaultMemory, &pointer), nameof(OrtApi.CreateCpuMemoryInfo));
        CpuMemory = new OrtHandle(pointer, Api.ReleaseMemoryInfo);
        Api.Check(Api.GetAllocatorWithDefaultOptions(&pointer), nameof(OrtApi.GetAllocatorWithDefaultOptions));
        Allocator = pointer;
        AvailableProviders = ReadProviders();
    }

    /// <summary>The environment; the first call loads the library.</summary>
    /// <exception cref="UserErrorException">The library is missing, does not load, or is not ONNX Runtime 1.11 or newer.</exception>
    public static OrtEnvironment Instance => s_instance.Value;

    /// <summary>Version of the loaded library, for example <c>1.30.0</c>.</summary>
    public string Version => Api.Version;

    /// <summary>Full path of the loaded library.</summary>
    public string LibraryPath { get; }

    /// <summary>Names of the execution providers that this build holds, for example <c>CPUExecutionProvider</c>.</summary>
    public IReadOnlyList<string> AvailableProviders { get; }

    internal OrtApi Api { get; }

    internal OrtHandle Handle { get; }

    /// <summary>Describes plain CPU memory; lives as long as the environment.</summary>
    internal OrtHandle CpuMemory { get; }

    /// <summary>ONNX Runtime's default allocator, which ONNX Runtime owns.</summary>
    internal nint Allocator { get; }

    /// <summary>Copies a UTF-8 string that the default allocator made, and frees it; null stays null.</summary>
    internal string? TakeString(byte* text)
    {
        if (text is null)
            return null;
        string copy = Marshal.PtrToStringUTF8((nint)text)!;
        Api.Check(Api.AllocatorFree(Allocator, text), nameof(OrtApi.AllocatorFree));
        return copy;
    }

    private string[] ReadProviders()
    {
        byte** names;
        int count;
        Api.Check(Api.GetAvailableProviders(&names, &count), nameof(OrtApi.GetAvailableProviders));
        string[] copies = new string[count];
        for (int i = 0; i < count; i++)
            copies[i] = Marshal.PtrToStringUTF8((nint)names[i])!;
        Api.Check(Api.ReleaseAvailableProviders(names, count), nameof(OrtApi.ReleaseAvailableProviders));
        return copies;
    }
}
