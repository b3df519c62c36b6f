namespace Mien.Media;

/// <summary>What a media file holds.</summary>
/// <param name="Path">The file, or the folder of a picture sequence.</param>
/// <param name="Kind">What the input is.</param>
/// <param name="Duration">Length where it is known.</param>
/// <param name="Video">Its pictures, or null.</param>
/// <param name="Audio">Its sound, or null.</param>
public sealed record MediaInfo(string Path, MediaKind Kind, TimeSpan? Duration, VideoStreamInfo? Video, AudioStreamInfo? Audio)
{
    /// <summary>The file's name without its folder.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));
}
