using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Data.Faces;

/// <summary>Where a variation of a picture comes from.</summary>
/// <param name="TargetToSource">The picture's point for each point of the variation.</param>
/// <param name="Mirrored">Whether left and right are exchanged, so that paired landmarks must exchange their names.</param>
/// <param name="Erased">The rectangle of the variation that is painted over, in its pixels; null where there is none.</param>
public readonly record struct FaceGeometry(AffineTransform TargetToSource, bool Mirrored, BoundingBox? Erased = null);
