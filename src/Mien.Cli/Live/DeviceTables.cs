using Mien.Cli.Invocation;
using Mien.Media;
using Spectre.Console;

namespace Mien.Cli.Live;

/// <summary>The cameras and microphones of this machine, as `mien live --list` shows them.</summary>
internal static class DeviceTables
{
    private const int SizesShown = 8;

    /// <summary>Looks and writes them to standard output.</summary>
    public static async Task WriteAsync(Terminal terminal, CancellationToken cancellation)
    {
        IReadOnlyList<CameraDevice> cameras = await CaptureDevices.ListCamerasAsync(cancellation);
        IReadOnlyList<MicrophoneDevice> microphones = await CaptureDevices.ListMicrophonesAsync(cancellation);
        Write(terminal, cameras, microphones);
    }

    /// <summary>Writes devices to standard output.</summary>
    internal static void Write(Terminal terminal, IReadOnlyList<CameraDevice> cameras, IReadOnlyList<MicrophoneDevice> microphones)
    {
        if (cameras.Count == 0)
        {
            terminal.WriteLine("No camera was found. A stream or a film can stand in for one: --camera rtsp://host/path, --camera clip.mp4.");
        }
        else
        {
            Table table = new Table().Border(TableBorder.Rounded).AddColumns("--camera", "name", "pictures");
            foreach (CameraDevice camera in cameras)
                table.AddRow(camera.Path.EscapeMarkup(), camera.Name.EscapeMarkup(), Describe(camera.Formats).EscapeMarkup());
            terminal.Output.Write(table);
        }
        if (microphones.Count == 0)
        {
            terminal.WriteLine("No microphone was found: neither PulseAudio nor ALSA knows one. A recording can stand in for one: --mic talk.wav.");
        }
        else
        {
            Table table = new Table().Border(TableBorder.Rounded).AddColumns("--mic", "name", "");
            foreach (MicrophoneDevice microphone in microphones)
                table.AddRow(microphone.Input.Name.EscapeMarkup(), microphone.Name.EscapeMarkup(), microphone.IsDefault ? "default" : "");
            terminal.Output.Write(table);
        }
    }

    private static string Describe(IReadOnlyList<CameraFormat> formats) => formats.Count == 0
        ? "not told; it may be in use"
        : string.Join('\n', formats.Select(format =>
            $"{format.Name}: {string.Join(' ', format.Sizes.Take(SizesShown))}{(format.Sizes.Count > SizesShown ? $" and {format.Sizes.Count - SizesShown} more" : "")}"));
}
