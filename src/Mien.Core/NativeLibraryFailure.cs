using System.Text.RegularExpressions;

namespace Mien.Core;

/// <summary>Says why a native library does not load, and what to install.</summary>
internal static partial class NativeLibraryFailure
{
    /// <summary>One sentence.</summary>
    /// <param name="path">The library.</param>
    /// <param name="message">What the loader said.</param>
    public static string Describe(string path, string message)
    {
        string name = Path.GetFileName(path);
        if (Missing().Match(message) is not { Success: true } match)
            return $"The native library {path} does not load ({message.ReplaceLineEndings(" ").Trim()}); in a clone of Mien run `./mien doctor`.";
        string needed = match.Groups[1].Value;
        string remedy = OpenCvVersion().Match(needed) is { Success: true } version
            ? $"install OpenCV {Spell(version.Groups[1].Value)}, on Debian and Ubuntu: apt-get install libopencv-imgcodecs{version.Groups[1].Value} libopencv-objdetect{version.Groups[1].Value}"
            : "install the package of your system that holds it";
        return $"The native library {name} needs {needed}, which is not on this machine; {remedy}.";
    }

    // 406 is 4.6, 410 is 4.10.
    private static string Spell(string soname) => $"{soname[0]}.{int.Parse(soname.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)}";

    [GeneratedRegex(@"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file")]
    private static partial Regex Missing();

    [GeneratedRegex(@"^libopencv_\w+\.so\.(\d{3})$")]
    private static partial Regex OpenCvVersion();
}
