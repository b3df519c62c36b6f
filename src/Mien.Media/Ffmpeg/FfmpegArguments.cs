using System.Globalization;

namespace Mien.Media;

/// <summary>The arguments that every FFmpeg call here shares.</summary>
internal static class FfmpegArguments
{
    /// <summary>A file as FFmpeg's `file:` address, so that no character of its name means a protocol or an option.</summary>
    public static string Address(string path) => "file:" + Path.GetFullPath(path);

    /// <summary>Seconds in the form that FFmpeg reads whatever the culture.</summary>
    public static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Quiet start and the input with its part: <c>-ss</c> and <c>-t</c> before <c>-i</c> seek, then cut to the exact time.</summary>
    public static List<string> Input(string path, MediaReadOptions options)
    {
        List<string> arguments = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info"];
        if (options.DecoderThreads > 0)
            arguments.AddRange(["-threads", options.DecoderThreads.ToString(CultureInfo.InvariantCulture)]);
        if (options.Start > TimeSpan.Zero)
            arguments.AddRange(["-ss", Seconds(options.Start)]);
        if (options.Duration is { } duration)
            arguments.AddRange(["-t", Seconds(duration)]);
        arguments.AddRange(["-i", Address(path)]);
        return arguments;
    }
}
