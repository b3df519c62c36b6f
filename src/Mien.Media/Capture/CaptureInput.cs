using System.Globalization;
using Mien.Core;

namespace Mien.Media;

/// <summary>A live input as a user names it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Address">The device, the address of the stream or the file's path.</param>
public sealed record CaptureInput(CaptureKind Kind, string Address)
{
    private const string PulsePrefix = "pulse:";
    private const string AlsaPrefix = "alsa:";

    // Every scheme is a connection; none of them reads a file or runs a program.
    private static readonly string[] s_schemes = ["rtsp", "rtsps", "http", "https", "rtmp", "rtmps", "srt", "udp", "rtp", "tcp"];

    /// <summary>What messages call it: the address without name and password.</summary>
    public string Name => Kind switch
    {
        CaptureKind.Network => WithoutCredentials(Address),
        CaptureKind.Pulse => PulsePrefix + Address,
        CaptureKind.Alsa => AlsaPrefix + Address,
        _ => Address,
    };

    /// <summary>Reads what names a camera: <c>/dev/video0</c> or just <c>0</c>, a stream's address, or a film.</summary>
    /// <exception cref="UserErrorException">It is none of these, or not there.</exception>
    public static CaptureInput ParseCamera(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (SchemeOf(text) is { } scheme)
            return Network(text, scheme);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            text = string.Create(CultureInfo.InvariantCulture, $"/dev/video{number}");
        if (text.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return File.Exists(text)
                ? new CaptureInput(CaptureKind.V4l2, text)
                : throw new UserErrorException($"There is no camera {text}; plug it in, or see `./mien live --list` for those that are there.");
        }
        return File.Exists(text)
            ? new CaptureInput(CaptureKind.File, text)
            : throw new UserErrorException($"The camera {text} is neither a device such as /dev/video0, nor an address such as rtsp://host/path, nor a film; see `./mien live --list`.");
    }

    /// <summary>
    /// Reads what names a microphone: <c>pulse:NAME</c> or <c>pulse</c> for PulseAudio's default, <c>alsa:NAME</c> or <c>hw:1,0</c> for
    /// ALSA's, a stream's address, or a recording.
    /// </summary>
    /// <exception cref="UserErrorException">It is none of these.</exception>
    public static CaptureInput ParseMicrophone(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text is "pulse" or "alsa")
            return new CaptureInput(text == "pulse" ? CaptureKind.Pulse : CaptureKind.Alsa, "default");
        if (text.StartsWith(PulsePrefix, StringComparison.Ordinal) && text.Length > PulsePrefix.Length)
            return new CaptureInput(CaptureKind.Pulse, text[PulsePrefix.Length..]);
        if (text.StartsWith(AlsaPrefix, StringComparison.Ordinal) && text.Length > AlsaPrefix.Length)
            return new CaptureInput(CaptureKind.Alsa, text[AlsaPrefix.Length..]);
        if (text.StartsWith("hw:", StringComparison.Ordinal) || text.StartsWith("plughw:", StringComparison.Ordinal))
            return new CaptureInput(CaptureKind.Alsa, text);
        if (SchemeOf(text) is { } scheme)
            return Network(text, scheme);
        return File.Exists(text)
            ? new CaptureInput(CaptureKind.File, text)
            : throw new UserErrorException($"The microphone {text} is neither a device such as pulse:NAME or alsa:hw:1,0, nor an address, nor a recording; see `./mien live --list`, or say none.");
    }

    private static string? SchemeOf(string text) => text.IndexOf("://", StringComparison.Ordinal) is > 0 and int end ? text[..end].ToLowerInvariant() : null;

    private static CaptureInput Network(string address, string scheme) => s_schemes.Contains(scheme)
        ? new CaptureInput(CaptureKind.Network, address)
        : throw new UserErrorException($"Streams cannot be read by {scheme}; use one of {string.Join(", ", s_schemes)}, or name a file by its path.");

    private static string WithoutCredentials(string address)
    {
        int host = address.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = address.IndexOfAny(['/', '?', '#'], host);
        int at = address.LastIndexOf('@', (end < 0 ? address.Length : end) - 1);
        return at < host ? address : address[..host] + address[(at + 1)..];
    }
}
