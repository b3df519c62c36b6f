namespace Mien.Core;

/// <summary>An upright rectangle in source pixels; it may reach beyond the picture.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width, at least 0.</param>
/// <param name="Height">Height, at least 0.</param>
public readonly record struct BoundingBox(float X, float Y, float Width, float Height)
{
    /// <summary>Right edge.</summary>
    public float Right => X + Width;

    /// <summary>Bottom edge.</summary>
    public float Bottom => Y + Height;

    /// <summary>Area in square pixels.</summary>
    public float Area => Width * Height;

    /// <summary>Centre, in pixels.</summary>
    public Point2 Center => new(X + Width / 2, Y + Height / 2);

    /// <summary>Intersection over union with another box, 0..1; 0 where both are empty.</summary>
    public float IntersectionOverUnion(BoundingBox other)
    {
        float width = Math.Min(Right, other.Right) - Math.Max(X, other.X);
        float height = Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y);
        if (width <= 0 || height <= 0)
            return 0;
        float intersection = width * height;
        return intersection / (Area + other.Area - intersection);
    }

    /// <summary>Left and top edge and size, in pixels.</summary>
    public override string ToString() => FormattableString.Invariant($"{X:0.#}, {Y:0.#}, {Width:0.#} x {Height:0.#}");
}
