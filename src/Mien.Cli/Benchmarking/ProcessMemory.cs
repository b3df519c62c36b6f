using System.Globalization;

namespace Mien.Cli.Benchmarking;

/// <summary>What this process holds of the machine's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes in memory now, garbage collected first.</summary>
    public static long Resident()
    {
        GC.Collect();
        return Environment.WorkingSet;
    }

    /// <summary>The most bytes in memory so far (VmHWM).</summary>
    public static long Peak()
    {
        const string status = "/proc/self/status", peak = "VmHWM:";
        string? line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(text => text.StartsWith(peak, StringComparison.Ordinal)) : null;
        return line is null ? Environment.WorkingSet : 1024 * long.Parse(line[peak.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture);
    }
}
