using Mien.Core;

namespace Mien.Vision;

/// <summary>Where a followed face should be in the next frame.</summary>
/// <param name="Box">The detector's box as it is expected.</param>
/// <param name="WasSeen">Whether the last frame showed it.</param>
internal readonly record struct ExpectedFace(BoundingBox Box, bool WasSeen);
