using Mien.Cli.Invocation;
using Mien.Export;

namespace Mien.Cli.Exporting;

/// <summary>Tells how an export went.</summary>
internal static class ExportSummary
{
    /// <summary>Writes what was made, which sizes are free, and how it agrees with the checkpoint.</summary>
    public static void Write(Terminal terminal, string output, CheckpointExportResult result)
    {
        terminal.WriteLine(FormattableString.Invariant($"{output}: {result.Metadata.Name} {result.Metadata.Version}, {result.Bytes / 1e6:0.0} MB, reliability {result.Metadata.Reliability:0.###}"));
        terminal.WriteLine($"input {string.Join("; ", result.Inputs.Select(input => $"{input.Name} ({string.Join(", ", input.Shape)})"))}; free sizes: {string.Join(", ", ["batch", .. result.Sizes.Where(size => size.IsFree).Select(size => size.Name)])}");
        foreach (InputSize size in result.Sizes.Where(size => !size.IsFree))
            terminal.WriteLine($"{size.Name} stays {size.Size}: {size.FixedBecause}");
        terminal.WriteLine($"torch and ONNX Runtime on {(result.OnRealInput ? "real input" : "made-up input")}: {result.Parity}");
        if (result.OtherSizesParity is { } parity)
            terminal.WriteLine($"at other sizes: {parity}");
    }
}
