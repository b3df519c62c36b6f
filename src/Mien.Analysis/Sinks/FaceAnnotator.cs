using System.Globalization;
using Mien.Core;
using Mien.Inference;
using Mien.Interop.OpenCv;
using Mien.Reporting;

namespace Mien.Analysis;

/// <summary>Draws a moment onto a picture: a box, the landmarks, the person's number, the strongest emotion (with a question mark where the face is too poorly seen), and a bar for each emotion. Sizes follow the picture's.</summary>
public sealed class FaceAnnotator
{
    private const uint White = 0xFFFFFF;
    private const uint Black = 0x101010;

    private readonly double _text; // height of capitals, pixels
    private readonly int _line; // thickness of the box

    /// <summary>Chooses sizes for pictures of a size.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public FaceAnnotator(int width, int height)
    {
        int shorter = Math.Min(width, height);
        _text = Math.Clamp(shorter / 36.0, 7, 40);
        _line = Math.Max(1, (int)Math.Round(shorter / 240.0));
    }

    /// <summary>Draws a moment.</summary>
    /// <param name="picture">What is drawn on.</param>
    /// <param name="moment">What is known of it.</param>
    public void Draw(VideoFrame picture, TimelineMoment moment)
    {
        Canvas canvas = new(picture);
        foreach (FaceObservation face in moment.Faces)
            DrawFace(canvas, picture, face);
        if (moment.Speech?.Shared is { } voice)
            DrawLabel(canvas, Text($"voice: {voice.Dominant} {voice.DominantProbability:0%}"), new Point2(4, (float)(2 * _text)), EmotionPalette.ColorOf(voice.Dominant));
    }

    private void DrawFace(Canvas canvas, VideoFrame picture, FaceObservation face)
    {
        BoundingBox box = face.Detection.Box;
        uint color = face.Fused is { } fused && face.IsReliable ? EmotionPalette.ColorOf(fused.Dominant) : White;
        canvas.DrawRectangle(box, color, _line);
        string doubt = face.IsReliable ? "" : "?";
        string label = face.Fused is { } estimate ? Text($"{face.Id}  {estimate.Dominant} {estimate.DominantProbability:0%}{doubt}") : Text($"{face.Id}{doubt}");
        foreach (Point2 point in face.Landmarks?.Points ?? [])
            canvas.FillRectangle(new BoundingBox(point.X - _line / 2f, point.Y - _line / 2f, _line, _line), White);
        // Above the box, or inside it where there is no room above.
        float baseLine = box.Y - _line - (float)(0.5 * _text);
        DrawLabel(canvas, label, new Point2(Math.Max(0, box.X), baseLine > 1.8 * _text ? baseLine : box.Y + (float)(2 * _text)), color);
        if (face.Fused is { } emotions)
            DrawBars(canvas, picture, box, emotions);
    }

    private void DrawBars(Canvas canvas, VideoFrame picture, BoundingBox box, EmotionEstimate emotions)
    {
        double size = 0.75 * _text;
        float row = (float)(1.7 * size);
        float names = emotions.Labels.Max(label => Canvas.MeasureText(label, size).Width) + (float)size;
        float bar = (float)(5 * size);
        (float width, float height) = (names + bar + (float)size, row * emotions.Labels.Count + (float)size / 2);
        // Beside the box, on the side where there is room.
        float left = box.Right + _line + width <= picture.Width ? box.Right + _line : Math.Max(0, box.X - _line - width);
        float top = Math.Clamp(box.Y, 0, Math.Max(0, picture.Height - height));
        canvas.FillRectangle(new BoundingBox(left, top, width, height), Black, 0.55);
        for (int i = 0; i < emotions.Labels.Count; i++)
        {
            float y = top + row * i + (float)size / 2;
            canvas.DrawText(emotions.Labels[i], new Point2(left + (float)size / 2, y + (float)(1.15 * size)), size, White);
            BoundingBox filled = new(left + names, y, bar * emotions.Probabilities[i], (float)(1.2 * size));
            canvas.FillRectangle(filled, EmotionPalette.ColorOf(emotions.Labels[i]));
        }
    }

    private void DrawLabel(Canvas canvas, string label, Point2 baseLine, uint color)
    {
        (int width, int ascent, int descent) = Canvas.MeasureText(label, _text);
        canvas.FillRectangle(new BoundingBox(baseLine.X, baseLine.Y - ascent - 2, width + 6, ascent + descent + 4), color, 0.85);
        bool bright = (77 * (color >> 16 & 0xFF) + 150 * (color >> 8 & 0xFF) + 29 * (color & 0xFF)) / 256 > 120;
        canvas.DrawText(label, new Point2(baseLine.X + 3, baseLine.Y), _text, bright ? Black : White);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
