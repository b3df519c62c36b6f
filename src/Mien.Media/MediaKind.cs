namespace Mien.Media;

/// <summary>What an input is.</summary>
public enum MediaKind
{
    /// <summary>One still picture.</summary>
    Image,

    /// <summary>A film, with or without sound.</summary>
    Video,

    /// <summary>Sound without pictures.</summary>
    Audio,
}
