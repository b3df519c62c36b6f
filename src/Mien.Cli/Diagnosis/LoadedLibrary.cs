namespace Mien.Cli.Diagnosis;

/// <summary>Says which file the dynamic linker took for a library that is loaded.</summary>
internal static class LoadedLibrary
{
    private const string MappedFiles = "/proc/self/maps";

    /// <summary>Full path of the loaded library whose file name begins so, or null.</summary>
    public static string? PathOf(string fileNamePrefix)
    {
        if (!File.Exists(MappedFiles))
            return null;
        return File.ReadLines(MappedFiles)
            .Select(line => line.IndexOf('/') is >= 0 and int slash ? line[slash..] : "")
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith(fileNamePrefix, StringComparison.Ordinal));
    }
}
