using Mien.Media;

namespace Mien.Analysis;

/// <summary>The files of one input's analysis, and the sinks that write them.</summary>
public static class OutputFiles
{
    /// <summary>Makes a sink for each format of the options that the kind of input can have; none without an output folder.</summary>
    /// <param name="info">The input.</param>
    /// <param name="options">Folder, name and formats.</param>
    public static IReadOnlyList<ITimelineSink> CreateSinks(MediaInfo info, AnalysisOptions options)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(options);
        if (options.OutputDirectory is not { } folder)
            return [];
        string stem = Path.Combine(folder, options.OutputName ?? Path.GetFileNameWithoutExtension(info.Name));
        List<ITimelineSink> sinks = [];
        if (options.Formats.HasFlag(OutputFormats.Csv))
            sinks.Add(new CsvTimelineSink(stem + ".csv"));
        if (options.Formats.HasFlag(OutputFormats.Json))
            sinks.Add(new JsonTimelineSink(stem + ".json"));
        if (options.Formats.HasFlag(OutputFormats.Html))
            sinks.Add(new HtmlTimelineSink(stem + ".html"));
        if (options.Formats.HasFlag(OutputFormats.Video) && options.AnalyzeFaces)
        {
            if (info.Kind == MediaKind.Image)
                sinks.Add(new AnnotatedImageSink(stem + ".annotated.png"));
            else if (info.Video is not null)
                sinks.Add(new AnnotatedVideoSink(stem + ".annotated.mp4", info, options));
        }
        return sinks;
    }
}
