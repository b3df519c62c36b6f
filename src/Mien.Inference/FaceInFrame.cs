using Mien.Core;

namespace Mien.Inference;

/// <summary>A face and the picture it is in.</summary>
/// <param name="Frame">The picture; only read.</param>
/// <param name="Face">The face in it.</param>
public readonly record struct FaceInFrame(VideoFrame Frame, FaceDetection Face);
