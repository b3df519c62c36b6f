namespace Mien.Server.Streaming;

/// <summary>What a client says of its frames.</summary>
/// <param name="IsJpeg">Whether they are JPEG pictures; otherwise RGB pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
internal sealed record StreamVideo(bool IsJpeg, int Width, int Height);
