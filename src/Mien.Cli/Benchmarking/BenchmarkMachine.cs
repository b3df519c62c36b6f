using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Mien.Interop.OnnxRuntime;

namespace Mien.Cli.Benchmarking;

/// <summary>Where numbers were measured.</summary>
/// <param name="Processor">Name of the processor.</param>
/// <param name="Cores">Logical cores that the program may use.</param>
/// <param name="Vectors">Vector instructions that matter to networks.</param>
/// <param name="System">Operating system.</param>
/// <param name="Dotnet">Version of .NET.</param>
/// <param name="OnnxRuntime">Version of ONNX Runtime.</param>
internal sealed record BenchmarkMachine(string Processor, int Cores, string Vectors, string System, string Dotnet, string OnnxRuntime)
{
    /// <summary>This machine.</summary>
    public static BenchmarkMachine Current() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        string.Join(" ", VectorInstructions()),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        OrtEnvironment.Instance.Version);

    /// <inheritdoc/>
    public override string ToString() => $"{Processor}, {Cores} cores, {Vectors}; {System}; {Dotnet}; ONNX Runtime {OnnxRuntime}";

    private static string ProcessorName()
    {
        const string cpuInfo = "/proc/cpuinfo";
        string? line = File.Exists(cpuInfo) ? File.ReadLines(cpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static IEnumerable<string> VectorInstructions()
    {
        (string Name, bool IsThere)[] known =
        [
            ("AVX2", Avx2.IsSupported), ("AVX-512", Avx512F.IsSupported), ("VNNI", AvxVnni.IsSupported || HasFlag("avx512_vnni")),
            ("NEON", AdvSimd.IsSupported), ("DotProd", Dp.IsSupported),
        ];
        return known.Where(set => set.IsThere).Select(set => set.Name).DefaultIfEmpty("no vector instructions");
    }

    private static bool HasFlag(string flag)
    {
        const string cpuInfo = "/proc/cpuinfo";
        return File.Exists(cpuInfo) && File.ReadLines(cpuInfo).FirstOrDefault(text => text.StartsWith("flags", StringComparison.Ordinal)) is { } flags && flags.Split(' ').Contains(flag);
    }
}
