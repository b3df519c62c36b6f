using System.Runtime.InteropServices;

namespace Mien.Interop.OpenCv;

/// <summary>A rectangle that a cascade found, in pixels.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Weight">The last stage's sum for the best window behind the rectangle: higher is surer; its range depends on the cascade.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CascadeRectangle(int X, int Y, int Width, int Height, double Weight);
