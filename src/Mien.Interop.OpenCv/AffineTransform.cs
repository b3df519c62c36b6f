using Mien.Core;

namespace Mien.Interop.OpenCv;

/// <summary>
/// A map of the plane, in pixels with their centres at .5:
/// x' = <see cref="Xx"/> x + <see cref="Xy"/> y + <see cref="X0"/>, y' = <see cref="Yx"/> x + <see cref="Yy"/> y + <see cref="Y0"/>.
/// </summary>
public readonly record struct AffineTransform(double Xx, double Xy, double X0, double Yx, double Yy, double Y0)
{
    /// <summary>Maps a <paramref name="width"/> x <paramref name="height"/> target onto an upright rectangle.</summary>
    /// <param name="box">The rectangle that the whole target shows.</param>
    /// <param name="width">Width of the target in pixels.</param>
    /// <param name="height">Height of the target in pixels.</param>
    public static AffineTransform ToBox(BoundingBox box, int width, int height) =>
        new((double)box.Width / width, 0, box.X, 0, (double)box.Height / height, box.Y);

    /// <summary>Where a point goes.</summary>
    public Point2 Apply(Point2 point) =>
        new((float)(Xx * point.X + Xy * point.Y + X0), (float)(Yx * point.X + Yy * point.Y + Y0));

    /// <summary>This map after another: what <paramref name="first"/> gives is mapped by this.</summary>
    public AffineTransform After(AffineTransform first) => new(
        Xx * first.Xx + Xy * first.Yx, Xx * first.Xy + Xy * first.Yy, Xx * first.X0 + Xy * first.Y0 + X0,
        Yx * first.Xx + Yy * first.Yx, Yx * first.Xy + Yy * first.Yy, Yx * first.X0 + Yy * first.Y0 + Y0);

    /// <summary>The map back.</summary>
    /// <exception cref="InvalidOperationException">The map flattens the plane.</exception>
    public AffineTransform Invert()
    {
        double determinant = Xx * Yy - Xy * Yx;
        if (determinant == 0)
            throw new InvalidOperationException("An affine map that flattens the plane has no inverse.");
        (double xx, double xy, double yx, double yy) = (Yy / determinant, -Xy / determinant, -Yx / determinant, Xx / determinant);
        return new(xx, xy, -(xx * X0 + xy * Y0), yx, yy, -(yx * X0 + yy * Y0));
    }
}
