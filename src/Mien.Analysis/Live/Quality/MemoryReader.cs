using System.Globalization;

namespace Mien.Analysis;

/// <summary>
/// The share of memory that can still be had: the machine's (<c>MemAvailable</c> of <c>/proc/meminfo</c>), or the container's
/// (<c>memory.max</c> of its control group, version 2) where that is the smaller one.
/// </summary>
/// <param name="root">The root of <c>proc</c> and <c>sys</c>.</param>
internal sealed class MemoryReader(string root)
{
    private const string ControlGroup = "sys/fs/cgroup";

    /// <summary>The share, 0..1; null where it is not known.</summary>
    public double? ReadFree()
    {
        double? machine = ReadMachine();
        double? container = ReadContainer();
        return machine is null || container < machine ? container ?? machine : machine;
    }

    private double? ReadMachine()
    {
        long? total = null;
        long? available = null;
        foreach (string line in Lines("proc/meminfo"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2)
                continue;
            if (words[0] == "MemTotal:")
                total = Number(words[1]);
            else if (words[0] == "MemAvailable:")
                available = Number(words[1]);
        }
        return total > 0 && available is not null ? Math.Clamp((double)available / total.Value, 0, 1) : null;
    }

    private double? ReadContainer()
    {
        long? limit = Number(Lines($"{ControlGroup}/memory.max").FirstOrDefault());
        long? used = Number(Lines($"{ControlGroup}/memory.current").FirstOrDefault());
        if (limit is not > 0 || used is null)
            return null;
        // Pages of files are given back when memory is needed.
        long files = Number(Lines($"{ControlGroup}/memory.stat").FirstOrDefault(line => line.StartsWith("inactive_file ", StringComparison.Ordinal))?["inactive_file ".Length..]) ?? 0;
        return Math.Clamp(1 - ((double)(used.Value - files) / limit.Value), 0, 1);
    }

    private string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A number of bytes or kibibytes; null for anything else, such as <c>max</c>.</summary>
    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
