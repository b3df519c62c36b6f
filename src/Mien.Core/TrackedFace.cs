namespace Mien.Core;

/// <summary>A detected face with the identity that the tracker gave it.</summary>
/// <param name="Id">Stable over the stream, from 1.</param>
/// <param name="Detection">The face in this frame.</param>
public readonly record struct TrackedFace(int Id, FaceDetection Detection);
