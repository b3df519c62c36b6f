using System.Diagnostics;

namespace Mien.Export.Tests;

/// <summary>The ONNX project's own checker (Debian's python3-onnx).</summary>
internal static class OnnxChecker
{
    private const string Interpreter = "/usr/bin/python3";

    private static readonly Lazy<bool> s_available = new(() => File.Exists(Interpreter) && Run("import onnx").ExitCode == 0);

    /// <summary>Checks a file with shape inference; skips the test where the checker is not installed.</summary>
    public static void Check(string path)
    {
        Assert.SkipUnless(s_available.Value, "python3-onnx is not installed");
        (int exitCode, string output) = Run("import onnx, sys; onnx.checker.check_model(sys.argv[1], full_check=True)", path);
        Assert.True(exitCode == 0, output);
    }

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        ProcessStartInfo start = new(Interpreter, ["-c", .. arguments]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
