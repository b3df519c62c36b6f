using Mien.Core;

namespace Mien.Reporting;

/// <summary>The files that every report carries: its style, its script and the chart library.</summary>
internal static class ReportAssets
{
    /// <summary>The scripts in the order in which a page runs them.</summary>
    public static IReadOnlyList<string> Scripts { get; } = ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "report.js"];

    /// <summary>The text of one file.</summary>
    /// <exception cref="UserErrorException">The program was built without the chart library.</exception>
    public static string Read(string name)
    {
        using Stream stream = typeof(ReportAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new UserErrorException($"This build of Mien lacks {name}, which the HTML report carries; build it with `./mien build`.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
