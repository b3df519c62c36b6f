using Mien.Core;

namespace Mien.Media;

/// <summary>Finds the programs `ffmpeg` and `ffprobe`: in the folder that `MIEN_FFMPEG` names, otherwise on the PATH.</summary>
public static class FfmpegTools
{
    /// <summary>Full path of `ffmpeg`.</summary>
    /// <exception cref="UserErrorException">It is not there.</exception>
    public static string Ffmpeg => Find("ffmpeg");

    /// <summary>Full path of `ffprobe`.</summary>
    /// <exception cref="UserErrorException">It is not there.</exception>
    public static string Ffprobe => Find("ffprobe");

    private static string Find(string program)
    {
        string? named = Environment.GetEnvironmentVariable("MIEN_FFMPEG");
        string[] folders = string.IsNullOrEmpty(named)
            ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [named];
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new UserErrorException(string.IsNullOrEmpty(named)
                ? $"The program {program} was not found; install the package ffmpeg or run `./mien doctor`."
                : $"MIEN_FFMPEG names the folder {named}, which holds no {program}; correct it or unset it.");
    }
}
