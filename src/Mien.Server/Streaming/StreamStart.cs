using System.Text.Json;
using Mien.Core;

namespace Mien.Server.Streaming;

/// <summary>The first message of a session: what the client sends, and how it is to be analysed.</summary>
/// <param name="Video">The frames; null for sound alone.</param>
/// <param name="Audio">The sound; null for pictures alone.</param>
/// <param name="MaxFaces">At most so many faces of a frame.</param>
/// <param name="Landmarks">Whether replies hold the 68 landmarks.</param>
/// <param name="DetectEveryNthFrame">Every how manieth frame is searched as a whole.</param>
internal sealed record StreamStart(StreamVideo? Video, StreamAudio? Audio, int MaxFaces, bool Landmarks, int DetectEveryNthFrame)
{
    private const int SmallestSide = PictureSize.MinimumSide, LargestSide = 4096, MostFaces = 20, UsualFaces = 10, FarthestDetection = 30;

    /// <summary>Reads the message.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="options">The largest frame.</param>
    /// <param name="sampleRateHz">What the speech model hears; null where there is none.</param>
    /// <exception cref="UserErrorException">It is no such message.</exception>
    public static StreamStart Parse(ReadOnlyMemory<byte> text, StreamOptions options, int? sampleRateHz)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return Read(document.RootElement, options, sampleRateHz);
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"The first message is no JSON ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}).", error);
        }
    }

    private static StreamStart Read(JsonElement root, StreamOptions options, int? sampleRateHz)
    {
        RequireKeys(root, "start", "type", "video", "audio", "options");
        if (!root.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String || type.GetString() != "start")
            throw new UserErrorException("The first message must have the type start.");
        StreamVideo? video = Part(root, "video") is { } pictures ? ReadVideo(pictures, options) : null;
        StreamAudio? audio = Part(root, "audio") is { } sound ? ReadAudio(sound, sampleRateHz) : null;
        if (video is null && audio is null)
            throw new UserErrorException("The message start announces neither video nor audio; send at least one of them.");
        (int faces, bool landmarks, int detectEvery) = (UsualFaces, false, 1);
        if (Part(root, "options") is { } settings)
        {
            RequireKeys(settings, "options", "maxFaces", "landmarks", "detectEvery");
            faces = Number(settings, "maxFaces", 1, MostFaces) ?? faces;
            detectEvery = Number(settings, "detectEvery", 1, FarthestDetection) ?? detectEvery;
            if (settings.TryGetProperty("landmarks", out JsonElement wanted))
                landmarks = wanted.ValueKind is JsonValueKind.True or JsonValueKind.False ? wanted.GetBoolean() : throw new UserErrorException("The setting landmarks must be true or false.");
        }
        return new StreamStart(video, audio, faces, landmarks, detectEvery);
    }

    private static StreamVideo ReadVideo(JsonElement video, StreamOptions options)
    {
        RequireKeys(video, "video", "format", "width", "height");
        bool isJpeg = Choice(video, "video", "jpeg", "rgb24") == "jpeg";
        int width = Number(video, "width", SmallestSide, LargestSide) ?? throw Missing("video", "width");
        int height = Number(video, "height", SmallestSide, LargestSide) ?? throw Missing("video", "height");
        if ((long)width * height > options.MaxFramePixels)
            throw new UserErrorException($"Frames of {width} x {height} pixels are larger than the {options.MaxFramePixels} pixels that this server takes; send smaller ones.");
        if (!isJpeg && 3L * width * height > options.MaxFrameBytes)
            throw new UserErrorException($"RGB frames of {width} x {height} pixels are larger than the {options.MaxFrameBytes} bytes that this server takes; send smaller ones, or JPEG.");
        return new StreamVideo(isJpeg, width, height);
    }

    private static StreamAudio ReadAudio(JsonElement audio, int? sampleRateHz)
    {
        RequireKeys(audio, "audio", "format", "sampleRateHz");
        bool isFloat = Choice(audio, "audio", "s16le", "f32le") == "f32le";
        int rate = Number(audio, "sampleRateHz", 1, int.MaxValue) ?? throw Missing("audio", "sampleRateHz");
        if (sampleRateHz is { } heard && rate != heard)
            throw new UserErrorException($"The speech model hears {heard} Hz, not {rate} Hz; send sound at that rate.");
        return new StreamAudio(isFloat, rate);
    }

    private static JsonElement? Part(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement part) && part.ValueKind != JsonValueKind.Null ? part : null;

    private static void RequireKeys(JsonElement element, string name, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new UserErrorException($"The value of {name} must be an object.");
        foreach (JsonProperty property in element.EnumerateObject())
            if (!known.Contains(property.Name))
                throw new UserErrorException($"The key '{Shortened(property.Name)}' of {name} is unknown; known are {string.Join(", ", known.ToArray())}.");
    }

    private static string Choice(JsonElement element, string name, string one, string other) =>
        element.TryGetProperty("format", out JsonElement format) && format.ValueKind == JsonValueKind.String && format.GetString() is { } value && (value == one || value == other)
            ? value
            : throw new UserErrorException($"The format of {name} must be {one} or {other}.");

    private static int? Number(JsonElement element, string name, int least, int most)
    {
        if (!element.TryGetProperty(name, out JsonElement number))
            return null;
        return number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int value) && value >= least && value <= most
            ? value
            : throw new UserErrorException($"The value of {name} must be a whole number from {least} to {most}.");
    }

    private static UserErrorException Missing(string part, string key) => new($"The value of {part} lacks {key}.");

    private static string Shortened(string name) => name.Length <= 40 ? name : name[..40] + "...";
}
