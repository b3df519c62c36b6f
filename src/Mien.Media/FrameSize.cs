namespace Mien.Media;

/// <summary>Size of a picture in pixels.</summary>
/// <param name="Width">Width, at least 1.</param>
/// <param name="Height">Height, at least 1.</param>
public readonly record struct FrameSize(int Width, int Height);
