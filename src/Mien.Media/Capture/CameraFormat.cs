namespace Mien.Media;

/// <summary>A form in which a camera gives its pictures.</summary>
/// <param name="Name">FFmpeg's name of the form, for example <c>yuyv422</c> or <c>mjpeg</c>.</param>
/// <param name="IsCompressed">Whether it is compressed.</param>
/// <param name="Sizes">The sizes it comes in, as the camera states them, for example <c>640x480</c>; ranges as <c>{16-4096, 1}x{16-4096, 1}</c>.</param>
public sealed record CameraFormat(string Name, bool IsCompressed, IReadOnlyList<string> Sizes);
