using System.Diagnostics;

namespace Mien.Web.Tests.Support;

/// <summary>What stands for camera and microphone: a NASA portrait that moves a little, and a synthetic voice; and a film of both.</summary>
internal sealed class Recordings : IDisposable
{
    private const string Sentence = "Hello! I am so happy that you are here. What a wonderful day this is. But now and then, everything feels a little sad.";

    // As a head moves before a camera: left and right by a few pixels, at the size of a laptop's camera.
    private const string Motion = "scale=1020:-2:flags=bicubic,crop=640:480:x='20+60*(1+sin(2*PI*t/6))':y='30+15*(1+sin(2*PI*t/4))',format=yuv420p";

    private readonly TemporaryFolder _folder = new();

    public string Camera => Path.Combine(_folder.Path, "camera.mjpeg");

    public string Microphone => Path.Combine(_folder.Path, "microphone.wav");

    /// <summary>Six seconds, H.264 in MP4 with sound.</summary>
    public string Film => Path.Combine(_folder.Path, "film, with sound.mp4");

    /// <summary>One second of it as a browser records, WebM that does not say how long it is.</summary>
    public string Recording => Path.Combine(_folder.Path, "recording.webm");

    /// <summary>A text that calls itself a film.</summary>
    public string NoFilm => Path.Combine(_folder.Path, "no film.mp4");

    /// <summary>The film's first picture.</summary>
    public string Picture => Path.Combine(_folder.Path, "picture.png");

    private static string Portrait { get; } = new[] { Repository.Portrait, Path.Combine(Repository.Root, "tests", "Golden", "browser", "portrait.png") }.First(File.Exists);

    public static async Task<Recordings> MakeAsync()
    {
        Recordings made = new();
        string speech = Path.Combine(made._folder.Path, "speech.wav");
        if (File.Exists("/usr/bin/espeak-ng"))
            await RunAsync("espeak-ng", "-v", "en-us", "-s", "150", "-w", speech, Sentence);
        else
            await RunAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "anoisesrc=d=6:c=pink:a=0.4,tremolo=f=4:d=0.9", speech);
        await RunAsync("ffmpeg", "-v", "error", "-i", speech, "-ar", "48000", "-ac", "1", made.Microphone);
        await RunAsync("ffmpeg", "-v", "error", "-loop", "1", "-framerate", "25", "-t", "12", "-i", Portrait, "-vf", Motion, "-c:v", "mjpeg", "-q:v", "3", "-f", "mjpeg", made.Camera);
        await RunAsync("ffmpeg", "-v", "error", "-loop", "1", "-framerate", "25", "-t", "6", "-i", Portrait, "-i", speech, "-vf", Motion, "-t", "6",
            "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-movflags", "+faststart", made.Film);
        await RunAsync("ffmpeg", "-v", "error", "-i", made.Film, "-frames:v", "1", made.Picture);
        await RunAsync("ffmpeg", "-v", "error", "-i", made.Film, "-t", "1", "-vf", "scale=320:-2", "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-live", "1", "-f", "webm", made.Recording);
        await File.WriteAllTextAsync(made.NoFilm, "This is no film.");
        return made;
    }

    public void Dispose() => _folder.Dispose();

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        string said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {said}");
    }
}
