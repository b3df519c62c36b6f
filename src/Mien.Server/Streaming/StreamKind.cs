namespace Mien.Server.Streaming;

/// <summary>What a binary message holds.</summary>
internal enum StreamKind : byte
{
    /// <summary>A JPEG picture.</summary>
    Jpeg = 1,

    /// <summary>RGB pixels.</summary>
    Rgb = 2,

    /// <summary>Sound.</summary>
    Sound = 3,
}
