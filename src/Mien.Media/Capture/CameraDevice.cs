namespace Mien.Media;

/// <summary>A camera of this machine.</summary>
/// <param name="Path">The device, for example <c>/dev/video0</c>.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Formats">The forms of its pictures; none where it does not say, or is in use.</param>
public sealed record CameraDevice(string Path, string Name, IReadOnlyList<CameraFormat> Formats);
