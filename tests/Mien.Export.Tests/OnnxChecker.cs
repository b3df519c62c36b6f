using System.Diagnostics;

namespace Mien.Export.Tests;

/// <summary>The ONNX project's own checker (Debian's python3-onnx).</summary>
internal static class OnnxChecker
{
    private const string Interpreter = "/usr/bin/python3";

    private static readonly Lazy<bool> s_available = new(() => File.Exists(Interpreter) && Run("import onnx").ExitCode == 0);

    // What the checker does with full_check, once more with data propagation: where only ONNX's own operators are used, strict
    // inference must find a type and a rank for every value, and what it finds must fit what the file declares.
    private const string Program = """
        import onnx, sys
        onnx.checker.check_model(sys.argv[1], full_check=True)
        model = onnx.load(sys.argv[1])
        inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
        if all(opset.domain == "" for opset in model.opset_import):
            assert model.opset_import[0].version >= 17, model.opset_import
            known = {value.name for value in [*inferred.graph.value_info, *inferred.graph.output] if value.type.tensor_type.HasField("shape")}
            unknown = [name for node in model.graph.node for name in node.output if name and name not in known]
            assert not unknown, f"no shape is inferred for {unknown}"
        """;

    /// <summary>Checks a file with strict shape inference; skips the test where the checker is not installed.</summary>
    public static void Check(string path)
    {
        Assert.SkipUnless(s_available.Value, "python3-onnx is not installed (apt-get install python3-onnx)");
        (int exitCode, string output) = Run(Program, path);
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
