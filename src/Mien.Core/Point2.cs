namespace Mien.Core;

/// <summary>A point in source pixels: x to the right, y down, pixel centres at .5.</summary>
/// <param name="X">Distance from the left edge.</param>
/// <param name="Y">Distance from the top edge.</param>
public readonly record struct Point2(float X, float Y);
