namespace Mien.Reporting;

/// <summary>A picture in a report.</summary>
/// <param name="Jpeg">A JPEG file.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Caption">What it shows, in words; also what a screen reader says.</param>
public sealed record ReportPicture(byte[] Jpeg, int Width, int Height, string Caption);
