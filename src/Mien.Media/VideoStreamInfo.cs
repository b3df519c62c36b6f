namespace Mien.Media;

/// <summary>The pictures of a media file.</summary>
/// <param name="StreamIndex">Index of the stream in its container.</param>
/// <param name="Width">Width in pixels as shown, after the file's rotation.</param>
/// <param name="Height">Height in pixels as shown, after the file's rotation.</param>
/// <param name="RotationDegrees">The clockwise turn that the file asks for, already in Width and Height: 0, 90, 180 or 270.</param>
/// <param name="FrameRate">Mean frames a second, or null where the file does not say; the true times are on each frame.</param>
/// <param name="FrameCount">Number of frames where the file says so.</param>
/// <param name="Start">Time of the first frame on the container's clock, whose zero is the start of its earliest stream.</param>
/// <param name="Codec">FFmpeg's name of the codec.</param>
public sealed record VideoStreamInfo(
    int StreamIndex, int Width, int Height, int RotationDegrees, double? FrameRate, long? FrameCount, TimeSpan Start, string Codec);
