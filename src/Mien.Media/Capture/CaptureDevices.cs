using System.Globalization;
using System.Text.RegularExpressions;

namespace Mien.Media;

/// <summary>
/// The cameras and microphones of this machine: Video4Linux2's devices with what FFmpeg says of their formats, PulseAudio's sources (which PipeWire has,
/// too), and ALSA's cards.
/// </summary>
public static partial class CaptureDevices
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Cameras that can be captured, in the order of their numbers; nodes of a camera that give no pictures are left out.</summary>
    public static Task<IReadOnlyList<CameraDevice>> ListCamerasAsync(CancellationToken cancellation = default) => ListCamerasAsync("/", AskFormatsAsync, cancellation);

    /// <summary>Microphones that can be captured: PulseAudio's where it runs, then ALSA's cards.</summary>
    public static async Task<IReadOnlyList<MicrophoneDevice>> ListMicrophonesAsync(CancellationToken cancellation = default)
    {
        IReadOnlyList<MicrophoneDevice> pulse = ReadSources(await AskAsync(["-hide_banner", "-loglevel", "level+error", "-sources", "pulse"], cancellation));
        IReadOnlyList<MicrophoneDevice> alsa = ListAlsa("/");
        return [.. pulse, .. alsa];
    }

    /// <summary>The cameras below a root folder.</summary>
    /// <param name="root">What stands for <c>/</c>.</param>
    /// <param name="ask">Asks a device for its formats as FFmpeg prints them; null where it gives no pictures.</param>
    /// <param name="cancellation">Ends the look.</param>
    internal static async Task<IReadOnlyList<CameraDevice>> ListCamerasAsync(
        string root, Func<string, CancellationToken, Task<IReadOnlyList<CameraFormat>?>> ask, CancellationToken cancellation)
    {
        string folder = Path.Combine(root, "dev");
        if (!Directory.Exists(folder))
            return [];
        List<(int Number, string Path)> nodes = [];
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "video*"))
            if (int.TryParse(Path.GetFileName(path).AsSpan("video".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                nodes.Add((number, path));
        List<CameraDevice> cameras = [];
        foreach ((int number, string path) in nodes.Order())
        {
            if (await ask(path, cancellation) is { } formats)
                cameras.Add(new CameraDevice(path, NameOf(root, number), formats));
        }
        return cameras;
    }

    /// <summary>The formats in FFmpeg's answer to <c>-list_formats all</c>, with or without the level of each line; null where it says that the device gives no pictures.</summary>
    internal static IReadOnlyList<CameraFormat>? ReadFormats(IReadOnlyList<string> lines) =>
        lines.Any(line => line.Contains("Not a video capture device", StringComparison.OrdinalIgnoreCase) || line.Contains("VIDIOC_QUERYCAP", StringComparison.Ordinal))
            ? null
            : [.. lines.Select(line => FormatLine().Match(line)).Where(match => match.Success).Select(match => new CameraFormat(
                match.Groups["name"].Value.Trim(), match.Groups["kind"].Value == "Compressed", Sizes(match.Groups["sizes"].Value)))];

    /// <summary>The sources in FFmpeg's answer to <c>-sources pulse</c>.</summary>
    internal static IReadOnlyList<MicrophoneDevice> ReadSources(IReadOnlyList<string> lines) =>
        [.. lines.Select(line => SourceLine().Match(line)).Where(match => match.Success).Select(match => new MicrophoneDevice(
            new CaptureInput(CaptureKind.Pulse, match.Groups["name"].Value), match.Groups["description"].Value, match.Groups["mark"].Value == "*"))];

    /// <summary>The devices of ALSA's cards that record, from <c>/proc/asound</c>.</summary>
    internal static IReadOnlyList<MicrophoneDevice> ListAlsa(string root)
    {
        string folder = Path.Combine(root, "proc", "asound");
        if (!File.Exists(Path.Combine(folder, "pcm")))
            return [];
        Dictionary<int, string> cards = [];
        foreach (Match card in ReadLines(Path.Combine(folder, "cards")).Select(line => CardLine().Match(line)).Where(match => match.Success))
            cards[int.Parse(card.Groups["card"].Value, CultureInfo.InvariantCulture)] = card.Groups["name"].Value.Trim();
        List<MicrophoneDevice> microphones = [];
        foreach (Match pcm in ReadLines(Path.Combine(folder, "pcm")).Select(line => PcmLine().Match(line)).Where(match => match.Success))
        {
            (int card, int device) = (int.Parse(pcm.Groups["card"].Value, CultureInfo.InvariantCulture), int.Parse(pcm.Groups["device"].Value, CultureInfo.InvariantCulture));
            string name = cards.TryGetValue(card, out string? cardName) ? $"{cardName}, {pcm.Groups["name"].Value.Trim()}" : pcm.Groups["name"].Value.Trim();
            // "plug" converts to the rate and number of channels that is asked for.
            microphones.Add(new MicrophoneDevice(new CaptureInput(CaptureKind.Alsa, string.Create(CultureInfo.InvariantCulture, $"plughw:{card},{device}")), name, false));
        }
        return microphones;
    }

    private static async Task<IReadOnlyList<CameraFormat>?> AskFormatsAsync(string device, CancellationToken cancellation) =>
        ReadFormats(await AskAsync(["-hide_banner", "-nostdin", "-loglevel", "level+info", "-f", "v4l2", "-list_formats", "all", "-i", device], cancellation));

    /// <summary>All lines that FFmpeg prints; what it has said by then where it hangs on a device.</summary>
    private static async Task<IReadOnlyList<string>> AskAsync(string[] arguments, CancellationToken cancellation)
    {
        List<string> messages = [];
        await using FfmpegProcess process = FfmpegProcess.Start(FfmpegTools.Ffmpeg, arguments, messages.Add);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        using CancellationTokenRegistration kill = patience.Token.Register(process.Kill);
        using StreamReader reader = new(process.Output);
        string output = await reader.ReadToEndAsync(CancellationToken.None);
        await process.WaitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return [.. messages, .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string NameOf(string root, int number)
    {
        string[] lines = ReadLines(Path.Combine(root, "sys", "class", "video4linux", string.Create(CultureInfo.InvariantCulture, $"video{number}"), "name"));
        return lines is [{ Length: > 0 } name, ..] ? name.Trim() : "camera";
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // it went while we looked
        }
    }

    private static string[] Sizes(string text) => text.Contains('{', StringComparison.Ordinal)
        ? [text.Trim()]
        : text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"(?<kind>Raw|Compressed)\s*:\s*(?<name>[^:]+?)\s*:.*:\s*(?<sizes>[^:]*)$")]
    private static partial Regex FormatLine();

    [GeneratedRegex(@"^(?<mark>[* ]) (?<name>\S+) \[(?<description>.*)\] \([^)]*\)\s*$")]
    private static partial Regex SourceLine();

    [GeneratedRegex(@"^\s*(?<card>\d+) \[[^\]]*\]: (?<name>.+)$")]
    private static partial Regex CardLine();

    [GeneratedRegex(@"^(?<card>\d+)-(?<device>\d+): (?<name>[^:]*):.*capture \d+")]
    private static partial Regex PcmLine();
}
