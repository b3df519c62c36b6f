namespace Mien.Data.Scenes;

/// <summary>A picture with all its faces.</summary>
/// <param name="Rgb">(Height, Width, 3), red, green, blue.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Faces">The faces; where none is listed there is none.</param>
public sealed record FaceScene(byte[] Rgb, int Width, int Height, IReadOnlyList<SceneFace> Faces);
