using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mien.Core;

namespace Mien.Media;

/// <summary>Asks `ffprobe` what a file holds.</summary>
public static partial class MediaProbe
{
    /// <summary>Reads the description of a file without decoding it.</summary>
    /// <exception cref="UserErrorException">
    /// The file is missing, empty, not a medium, without pictures and sound, or its pictures are too small or too large.
    /// </exception>
    public static async Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellation = default)
    {
        RefuseUnusable(path);
        string[] arguments =
            ["-hide_banner", "-loglevel", "level+error", "-print_format", "json", "-show_format", "-show_streams", FfmpegArguments.Address(path)];
        await using FfmpegProcess process = FfmpegProcess.Start(FfmpegTools.Ffprobe, arguments);
        // A read from a pipe cannot be cancelled, but it ends with the program.
        using CancellationTokenRegistration kill = cancellation.Register(process.Kill);
        using MemoryStream output = new();
        await process.Output.CopyToAsync(output, CancellationToken.None);
        int exitCode = await process.WaitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (exitCode != 0)
            throw FfmpegFailure.Unreadable(path, process.Errors);
        using JsonDocument description = JsonDocument.Parse(output.GetBuffer().AsMemory(0, (int)output.Length));
        return Describe(path, description.RootElement, process.Errors);
    }

    private static void RefuseUnusable(string path)
    {
        if (Directory.Exists(path))
            throw new UserErrorException($"{path} is a folder; name a file, or give the folder to a command that searches it.");
        if (!File.Exists(path))
            throw new UserErrorException($"{path} does not exist; check the name.");
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.CanSeek && stream.Length == 0)
                throw new UserErrorException($"{path} is empty (0 bytes); copy or download it again.");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new UserErrorException($"{path} cannot be opened ({error.Message.TrimEnd('.')}); check its permissions.", error);
        }
    }

    private static MediaInfo Describe(string path, JsonElement root, IReadOnlyList<string> errors)
    {
        JsonElement format = root.GetProperty("format");
        JsonElement[] streams = root.TryGetProperty("streams", out JsonElement list) ? [.. list.EnumerateArray()] : [];
        TimeSpan zero = Time(format, "start_time") ?? TimeSpan.Zero;
        string container = Text(format, "format_name") ?? "";
        // FFmpeg draws text files as pictures of a terminal; nobody means that.
        bool isText = container is "tty" || streams.All(stream => Text(stream, "codec_type") == "subtitle");
        VideoStreamInfo? video = isText ? null : streams.Where(IsMovingPicture).Select(stream => DescribeVideo(stream, zero)).FirstOrDefault();
        AudioStreamInfo? audio = streams.Where(stream => Text(stream, "codec_type") == "audio").Select(stream => DescribeAudio(stream, zero)).FirstOrDefault();
        if (video is null && audio is null)
            throw new UserErrorException(RefusedSize(errors) is { } size
                ? $"{path} has {size} pixels, more than {PictureSize.MaximumPixels / 1_000_000} million; scale it down first."
                : $"{path} holds neither pictures nor sound; give a film, picture or sound file.");
        MediaKind kind = video is null ? MediaKind.Audio : IsStillPicture(container, format) ? MediaKind.Image : MediaKind.Video;
        RefuseUnusableSize(path, video);
        TimeSpan? duration = kind == MediaKind.Image ? null : Time(format, "duration");
        return new MediaInfo(path, kind, duration, video, audio);
    }

    private static bool IsMovingPicture(JsonElement stream) =>
        Text(stream, "codec_type") == "video"
        // The cover of a music file is a video stream with this flag.
        && !(stream.TryGetProperty("disposition", out JsonElement disposition) && Number(disposition, "attached_pic") == 1)
        && Number(stream, "width") > 0 && Number(stream, "height") > 0;

    private static bool IsStillPicture(string container, JsonElement format) =>
        container.EndsWith("_pipe", StringComparison.Ordinal) || (container == "image2" && Number(format, "nb_streams") == 1);

    private static VideoStreamInfo DescribeVideo(JsonElement stream, TimeSpan zero)
    {
        (int width, int height) = ((int)Number(stream, "width")!, (int)Number(stream, "height")!);
        int rotation = Rotation(stream);
        if (rotation is 90 or 270)
            (width, height) = (height, width);
        return new VideoStreamInfo(
            (int)Number(stream, "index")!, width, height, rotation, Ratio(stream, "avg_frame_rate") ?? Ratio(stream, "r_frame_rate"),
            Number(stream, "nb_frames") is { } count ? (long)count : null, (Time(stream, "start_time") ?? zero) - zero, Text(stream, "codec_name") ?? "unknown");
    }

    private static AudioStreamInfo DescribeAudio(JsonElement stream, TimeSpan zero) => new(
        (int)Number(stream, "index")!, (int)(Number(stream, "sample_rate") ?? 0), (int)(Number(stream, "channels") ?? 0),
        (Time(stream, "start_time") ?? zero) - zero, Text(stream, "codec_name") ?? "unknown");

    private static int Rotation(JsonElement stream)
    {
        if (!stream.TryGetProperty("side_data_list", out JsonElement sideData))
            return 0;
        double degrees = sideData.EnumerateArray().Select(item => Number(item, "rotation")).FirstOrDefault(rotation => rotation is not null) ?? 0;
        // ffprobe counts counter-clockwise, -180..180.
        return (((int)Math.Round(-degrees / 90) * 90 % 360) + 360) % 360;
    }

    /// <summary>FFmpeg's decoders refuse pictures whose bytes an int cannot count, and then state no size but in their error.</summary>
    private static string? RefusedSize(IReadOnlyList<string> errors) =>
        errors.Select(error => InvalidSize().Match(error)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    [GeneratedRegex(@"Picture size (\d+x\d+) is invalid")]
    private static partial Regex InvalidSize();

    private static void RefuseUnusableSize(string path, VideoStreamInfo? video)
    {
        if (video is null)
            return;
        if (video is { Height: > 0 } && PictureSize.IsTooLarge(video.Width, video.Height))
            throw new UserErrorException($"{path} has {video.Width}x{video.Height} pixels, more than {PictureSize.MaximumPixels / 1_000_000} million; scale it down first.");
        if (PictureSize.IsTooSmall(video.Width, video.Height))
            throw new UserErrorException($"{path} has only {video.Width}x{video.Height} pixels; a face needs at least {PictureSize.MinimumSide}x{PictureSize.MinimumSide}.");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // ffprobe writes some numbers as numbers and others as text.
    private static double? Number(JsonElement element, string name) => !element.TryGetProperty(name, out JsonElement value)
        ? null
        : value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            _ => null,
        };

    private static TimeSpan? Time(JsonElement element, string name) => Number(element, name) is { } seconds && Math.Abs(seconds) < 1e9 ? TimeSpan.FromSeconds(seconds) : null;

    private static double? Ratio(JsonElement element, string name) =>
        Text(element, name)?.Split('/') is [string above, string below]
        && double.TryParse(above, NumberStyles.Float, CultureInfo.InvariantCulture, out double numerator)
        && double.TryParse(below, NumberStyles.Float, CultureInfo.InvariantCulture, out double denominator)
        && numerator > 0 && denominator > 0 ? numerator / denominator : null;
}
