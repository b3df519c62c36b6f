using System.Diagnostics;

namespace Mien.Media.Tests.Support;

/// <summary>Makes small media with FFmpeg's own generators in a folder that goes with it.</summary>
public sealed class SampleMedia : IDisposable
{
    /// <summary>A fresh folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("mien-media-").FullName;

    /// <summary>Full path of a name in the folder.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs FFmpeg with arguments that are separated by blanks; the last is a name in the folder.</summary>
    public string Make(string name, string arguments)
    {
        string path = PathOf(name);
        ProcessStartInfo start = new(FfmpegTools.Ffmpeg) { RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (string argument in $"-v error -nostdin -y {arguments}".Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(path))
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && File.Exists(path), $"ffmpeg could not make {name}: {errors}");
        return path;
    }

    /// <summary>A second of a test picture and a tone, as most films: H.264 and AAC in MP4.</summary>
    public string MakeFilm(string name = "film.mp4", string size = "64x48", int rate = 10, double seconds = 1, string extra = "") => Make(
        name, FormattableString.Invariant(
            $"-f lavfi -i testsrc=size={size}:rate={rate}:duration={seconds} -f lavfi -i sine=frequency=440:sample_rate=44100:duration={seconds} {extra} -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac"));

    /// <summary>Writes bytes to a file in the folder.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
