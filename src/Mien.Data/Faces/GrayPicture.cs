namespace Mien.Data.Faces;

/// <summary>A grey picture of 8 bits a pixel.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Pixels">Rows from top to bottom without padding, (Height, Width).</param>
public readonly record struct GrayPicture(int Width, int Height, ReadOnlyMemory<byte> Pixels);
