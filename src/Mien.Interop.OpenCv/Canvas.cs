using Mien.Core;

namespace Mien.Interop.OpenCv;

/// <summary>
/// Draws onto a frame's pixels. Colours are 0xRRGGBB; what lies outside the frame is cut. The frame stays the caller's
/// and must not be disposed while the canvas is used.
/// </summary>
/// <param name="frame">The frame to draw on.</param>
public readonly unsafe struct Canvas(VideoFrame frame)
{
    /// <summary>Draws a rectangle's outline.</summary>
    /// <param name="box">The rectangle; an empty one draws nothing.</param>
    /// <param name="color">0xRRGGBB.</param>
    /// <param name="thickness">Pixels, at least 1.</param>
    public void DrawRectangle(BoundingBox box, uint color, int thickness = 2)
    {
        (int x, int y, int width, int height) = Round(box);
        fixed (byte* rgb = frame.Rgb.Span)
            NativeMethods.Check(NativeMethods.DrawRectangle(rgb, frame.Width, frame.Height, x, y, width, height, color, thickness));
    }

    /// <summary>Fills a rectangle.</summary>
    /// <param name="box">The rectangle; an empty one draws nothing.</param>
    /// <param name="color">0xRRGGBB.</param>
    /// <param name="opacity">0 leaves the frame as it is, 1 covers it.</param>
    public void FillRectangle(BoundingBox box, uint color, double opacity = 1)
    {
        (int x, int y, int width, int height) = Round(box);
        fixed (byte* rgb = frame.Rgb.Span)
            NativeMethods.Check(NativeMethods.FillRectangle(rgb, frame.Width, frame.Height, x, y, width, height, color, opacity));
    }

    /// <summary>Draws anti-aliased text. The font has ASCII only; other characters show as question marks.</summary>
    /// <param name="text">One line.</param>
    /// <param name="baseLine">Left end of the base line, in pixels.</param>
    /// <param name="size">Height of capital letters in pixels.</param>
    /// <param name="color">0xRRGGBB.</param>
    /// <param name="thickness">Stroke width in pixels, at least 1.</param>
    public void DrawText(string text, Point2 baseLine, double size, uint color, int thickness = 1)
    {
        fixed (byte* rgb = frame.Rgb.Span)
            NativeMethods.Check(NativeMethods.DrawText(rgb, frame.Width, frame.Height, text, Round(baseLine.X), Round(baseLine.Y), size, color, thickness));
    }

    /// <summary>The space that a text takes.</summary>
    /// <param name="text">One line.</param>
    /// <param name="size">Height of capital letters in pixels.</param>
    /// <param name="thickness">Stroke width in pixels, at least 1.</param>
    /// <returns>Width, height above the base line, and depth below it, in pixels.</returns>
    public static (int Width, int Ascent, int Descent) MeasureText(string text, double size, int thickness = 1)
    {
        int width, ascent, descent;
        NativeMethods.Check(NativeMethods.MeasureText(text, size, thickness, &width, &ascent, &descent));
        return (width, ascent, descent);
    }

    private static (int X, int Y, int Width, int Height) Round(BoundingBox box)
    {
        int x = Round(box.X), y = Round(box.Y);
        return (x, y, Round(box.Right) - x, Round(box.Bottom) - y);
    }

    // OpenCV draws with 16 fraction bits, so far-away coordinates would overflow; nothing visible lies beyond.
    private static int Round(float value) => (int)Math.Clamp(MathF.Round(value), -16384, 16384);
}
