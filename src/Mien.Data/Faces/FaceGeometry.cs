using Mien.Interop.OpenCv;

namespace Mien.Data.Faces;

/// <summary>Where a variation of a picture comes from.</summary>
/// <param name="TargetToSource">The picture's point for each point of the variation.</param>
/// <param name="Mirrored">Whether left and right are exchanged, so that paired landmarks must exchange their names.</param>
public readonly record struct FaceGeometry(AffineTransform TargetToSource, bool Mirrored);
