using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mien.Analysis.Tests;

/// <summary>A short film of a portrait that moves about, with a voice-like sound, made by FFmpeg.</summary>
internal static class LiveFilm
{
    public const double Seconds = 6;

    /// <summary>The portrait's file in the repository.</summary>
    private static string Portrait
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mien.slnx")))
                folder = folder.Parent;
            return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Mien.slnx."), "docs", "images", "demo.png");
        }
    }

    /// <summary>Writes the film: 320 x 240 pixels, 10 frames a second, sound at 16 kHz.</summary>
    public static async Task<string> WriteAsync(string folder)
    {
        string sound = Path.Combine(folder, "sound.f32"), film = Path.Combine(folder, "film.mkv");
        await File.WriteAllBytesAsync(sound, MemoryMarshal.AsBytes(SpeechTests.Speechlike(Seconds).AsSpan()).ToArray());
        string[] arguments =
        [
            "-v", "error", "-y", "-loop", "1", "-framerate", "10", "-i", Portrait, "-f", "f32le", "-ar", "16000", "-ac", "1", "-i", sound,
            "-vf", "crop=320:240:x='120+40*sin(t*2)':y=20", "-t", FormattableString.Invariant($"{Seconds}"),
            "-c:v", "mjpeg", "-q:v", "2", "-c:a", "pcm_s16le", film,
        ];
        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
        string error = await ffmpeg.StandardError.ReadToEndAsync();
        await ffmpeg.WaitForExitAsync();
        Assert.True(ffmpeg.ExitCode == 0, error);
        return film;
    }
}
