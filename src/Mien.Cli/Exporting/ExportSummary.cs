using Mien.Cli.Invocation;
using Mien.Export;

namespace Mien.Cli.Exporting;

/// <summary>Tells how an export went.</summary>
internal static class ExportSummary
{
    /// <summary>Writes two lines.</summary>
    public static void Write(Terminal terminal, string output, CheckpointExportResult result)
    {
        terminal.WriteLine(FormattableString.Invariant($"{output}: {result.Metadata.Name} {result.Metadata.Version}, {result.Bytes / 1e6:0.0} MB, reliability {result.Metadata.Reliability:0.###}"));
        terminal.WriteLine($"torch and ONNX Runtime on {(result.OnRealInput ? "real input" : "made-up input")}: {result.Parity}");
    }
}
