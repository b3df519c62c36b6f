using System.Collections.Frozen;

namespace Mien.Media;

/// <summary>What a file's name says of its content.</summary>
public static class MediaFileNames
{
    private static readonly FrozenDictionary<string, MediaKind> s_kinds = new Dictionary<MediaKind, string>
    {
        [MediaKind.Image] = "jpg jpeg jpe png bmp webp tif tiff pgm ppm pbm pnm jp2",
        [MediaKind.Video] = "mp4 m4v mov mkv webm avi mpg mpeg m2v m2ts mts ts vob wmv flv f4v 3gp 3g2 ogv mxf y4m gif mjpeg mjpg",
        [MediaKind.Audio] = "wav flac mp3 m4a aac ogg oga opus wma aif aiff aifc au amr ac3 caf mka mp2 w64",
    }.SelectMany(pair => pair.Value.Split(' '), (pair, extension) => KeyValuePair.Create(extension, pair.Key))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The kind that a file's extension names, or null.</summary>
    public static MediaKind? KindOf(string path) =>
        s_kinds.TryGetValue(Path.GetExtension(path).TrimStart('.'), out MediaKind kind) ? kind : null;
}
