using System.Globalization;

namespace Mien.Media;

/// <summary>FFmpeg's arguments for opening a live input.</summary>
internal static class CaptureArguments
{
    /// <summary>Quiet start and the input, with as little waiting inside FFmpeg as it can do with.</summary>
    /// <param name="input">The input; not a file.</param>
    /// <param name="options">What is asked of a device.</param>
    /// <param name="paced">Whether a recording that lies in the network is read at its own pace.</param>
    public static List<string> Input(CaptureInput input, CaptureOptions options, bool paced)
    {
        List<string> arguments = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info", "-copyts"]; // stamps stay those of the device or stream
        // One decoding thread holds no frames back. (`-fflags nobuffer` would throw away what FFmpeg looked at first, key frames with it; nothing
        // is gained by that, as frames are read as fast as they come.)
        arguments.AddRange(["-threads", "1"]);
        arguments.AddRange(input.Kind switch
        {
            CaptureKind.V4l2 => Camera(options),
            CaptureKind.Alsa => ["-f", "alsa", "-channels", "1", "-sample_rate", "48000"],
            CaptureKind.Pulse => Pulse(options),
            _ => Network(input, paced),
        });
        arguments.AddRange(["-i", input.Address]);
        return arguments;
    }

    /// <summary>Frames to the standard output.</summary>
    public static IEnumerable<string> Frames(StampedOutput output) =>
        ["-map", "0:v:0", "-vf", output.Filters, "-fps_mode", "passthrough", "-enc_time_base", "1:1000000", "-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "-flush_packets", "1", "pipe:1"];

    /// <summary>Samples to an address.</summary>
    public static IEnumerable<string> Sound(StampedOutput output, string address) =>
        ["-map", "0:a:0", "-af", output.Filters, "-f", "f32le", "-c:a", "pcm_f32le", "-flush_packets", "1", address];

    private static List<string> Camera(CaptureOptions options)
    {
        List<string> arguments = ["-f", "v4l2"];
        if (options.CameraSize is { } size)
            arguments.AddRange(["-video_size", string.Create(CultureInfo.InvariantCulture, $"{size.Width}x{size.Height}")]);
        if (options.CameraFramesPerSecond is { } rate)
            arguments.AddRange(["-framerate", rate.ToString("R", CultureInfo.InvariantCulture)]);
        return arguments;
    }

    // PulseAudio resamples better than it buffers: left alone it hands over sound in pieces of seconds.
    private static List<string> Pulse(CaptureOptions options) =>
    [
        "-f", "pulse", "-name", "mien", "-stream_name", "microphone", "-channels", "1", "-sample_rate", Text(options.SampleRateHz),
        "-fragment_size", Text(options.ChunkSamples * sizeof(short)),
    ];

    private static List<string> Network(CaptureInput input, bool paced)
    {
        List<string> arguments = ["-analyzeduration", "1000000", "-probesize", "500000"];
        if (input.Address.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase))
            arguments.AddRange(["-rtsp_transport", "tcp"]); // lost packets of UDP would be torn pictures
        if (paced)
            arguments.Add("-re");
        return arguments;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
