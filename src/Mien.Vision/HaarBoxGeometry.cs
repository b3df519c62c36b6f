using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Vision;

/// <summary>
/// Turns a cascade's square window into the box that <see cref="IFaceDetector"/> promises. The cascades' windows are
/// square, reach to the cheeks and cut the chin; the numbers are medians over the faces of 14 people on video in which
/// YuNet finds the same face.
/// </summary>
internal static class HaarBoxGeometry
{
    /// <summary>Centre of the face from the window's centre, as fractions of the window's side.</summary>
    public const float CenterX = 0f, CenterY = 0.02f;

    /// <summary>Size of the face as fractions of the window's side.</summary>
    public const float Width = 0.79f, Height = 1.13f;

    /// <summary>The face's box in frame pixels.</summary>
    public static BoundingBox ToFaceBox(CascadeRectangle window, float scaleX, float scaleY)
    {
        float x = window.X + window.Width * (0.5f + CenterX), y = window.Y + window.Height * (0.5f + CenterY);
        float width = window.Width * Width, height = window.Height * Height;
        return new BoundingBox((x - width / 2) * scaleX, (y - height / 2) * scaleY, width * scaleX, height * scaleY);
    }
}
