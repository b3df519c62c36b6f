using Mien.Vision;

namespace Mien.Analysis;

/// <summary>How well the picture of a face can be read, and what that depends on (<see cref="FaceQualityMeter"/>).</summary>
/// <param name="Score">0..1, the whole.</param>
/// <param name="Size">Shorter side of the face's box in pixels.</param>
/// <param name="Blur">0 (sharp) to 1.</param>
/// <param name="Brightness">Mean luma of the face, 0..255.</param>
/// <param name="Pose">Where the head is turned to; null where no landmarks were found.</param>
/// <param name="Occlusion">Share of the face that something hides, 0..1; null where no landmarks were found.</param>
public readonly record struct FaceQuality(float Score, float Size, float Blur, float Brightness, HeadPose? Pose, float? Occlusion);
