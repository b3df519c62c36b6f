using Mien.Core;

namespace Mien.Cli.Demo;

/// <summary>Makes the demo's clip from a still portrait and a sentence: ten seconds of 640x360 at 25 frames a second, with sound.</summary>
internal static class DemoClip
{
    private const string Sentence = "Hello! I am so happy that you are here. What a wonderful day this is. But now and then, everything feels a little sad.";

    // zoompan moves in whole source pixels, so the still is enlarged first; otherwise the picture would jitter.
    // The 512-pixel square's upper part, 512x288, holds the head; the view wanders over it and breathes in and out.
    private const string Camera =
        "crop=512:288:0:0,scale=2560:1440:flags=lanczos,"
        + "zoompan=d=1:fps=25:s=640x360:z='1.25+0.25*sin(on/25)'"
        + ":x='(iw-iw/zoom)*(0.42+0.10*sin(on/31))':y='(ih-ih/zoom)*(0.45+0.20*sin(on/40))',format=yuv420p";

    private const string Seconds = "10";

    /// <summary>Writes the clip, whole or not at all.</summary>
    /// <param name="portrait">A PNG of 512x512 pixels with a head in its upper part.</param>
    /// <param name="target">The MP4 to write; its folder is made when absent.</param>
    /// <param name="cancellation">Stops the making.</param>
    /// <exception cref="UserErrorException">The portrait, espeak-ng or FFmpeg is missing, or the folder cannot be written.</exception>
    public static async Task MakeAsync(string portrait, string target, CancellationToken cancellation)
    {
        if (!File.Exists(portrait))
            throw new UserErrorException($"The demo's portrait {portrait} is missing; run ./mien demo, which fetches it from the Debian package python3-skimage.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The folder {folder} cannot be made; choose another one with --output.", error);
        }
        string speech = Path.Combine(folder, $".speech.{Environment.ProcessId}.tmp");
        string clip = Path.Combine(folder, $".clip.{Environment.ProcessId}.tmp");
        try
        {
            await DemoProgram.RunAsync("espeak-ng", ["-v", "en-us", "-s", "150", "-w", speech, Sentence], cancellation);
            await DemoProgram.RunAsync("ffmpeg",
            [
                "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
                "-loop", "1", "-framerate", "25", "-t", Seconds, "-i", portrait, "-f", "wav", "-i", speech,
                "-vf", Camera, "-af", "adelay=800:all=1,apad", "-t", Seconds,
                "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart", "-f", "mp4", clip,
            ], cancellation);
            File.Move(clip, target, overwrite: true);
        }
        finally
        {
            File.Delete(speech);
            File.Delete(clip);
        }
    }
}
