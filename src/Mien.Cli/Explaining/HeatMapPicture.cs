using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Cli.Explaining;

/// <summary>Draws what a model saw, beside it the same under a heat map, and the legend: dark where nothing spoke for the label, light at the peak.</summary>
internal static class HeatMapPicture
{
    private const int Side = 224, Seam = 2, LegendWidth = 14;
    private const int Gap = 10, TextHeight = 10, LineHeight = 22, LegendTextWidth = 40;
    private const double Opacity = 0.55;
    private const uint Paper = 0xFFFFFF, Ink = 0x202020;

    /// <summary>Draws the panels alone: for pages that say the rest in words.</summary>
    /// <param name="rgb">What the model saw, (height, width, 3).</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="map">The map over its peak, row-major, 0..1.</param>
    /// <param name="mapWidth">Cells from left to right.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    public static VideoFrame Panels(ReadOnlySpan<byte> rgb, int width, int height, ReadOnlySpan<float> map, int mapWidth)
    {
        double scale = (double)Side / Math.Max(width, height);
        int shownWidth = Math.Max(1, (int)Math.Round(width * scale)), shownHeight = Math.Max(1, (int)Math.Round(height * scale));
        byte[] shown = Resize(rgb, width, height, 3, shownWidth, shownHeight);
        byte[] cells = new byte[map.Length];
        for (int cell = 0; cell < map.Length; cell++)
            cells[cell] = (byte)Math.Round(map[cell] * 255);
        byte[] heat = Resize(cells, mapWidth, map.Length / mapWidth, 1, shownWidth, shownHeight);
        byte[] overlay = [.. shown];
        for (int pixel = 0; pixel < heat.Length; pixel++)
            HeatColors.Blend(heat[pixel] / 255.0, Opacity, overlay.AsSpan(pixel * 3, 3));

        VideoFrame panels = new(2 * shownWidth + 2 * Seam + LegendWidth, shownHeight);
        panels.Rgb.Span.Clear();
        Paste(shown, shownWidth, panels, 0, 0);
        Paste(overlay, shownWidth, panels, shownWidth + Seam, 0);
        for (int y = 0; y < shownHeight; y++)
            for (int x = panels.Width - LegendWidth; x < panels.Width; x++)
                HeatColors.Blend(1 - (double)y / Math.Max(1, shownHeight - 1), 1, panels.Rgb.Span.Slice((y * panels.Width + x) * 3, 3));
        return panels;
    }

    /// <summary>Draws the panels on paper with a headline and words: a picture that stands alone.</summary>
    /// <param name="panels">What <see cref="Panels"/> gave.</param>
    /// <param name="headline">What the model said of the picture.</param>
    /// <param name="explained">The label that is explained.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    public static VideoFrame WithWords(VideoFrame panels, string headline, string explained)
    {
        int right = (panels.Width - LegendWidth - 2 * Seam) / 2 + Seam, top = Gap + 2 * LineHeight;
        VideoFrame sheet = new(panels.Width + 2 * Gap + LegendTextWidth, top + panels.Height + Gap);
        Canvas canvas = new(sheet);
        canvas.FillRectangle(new BoundingBox(0, 0, sheet.Width, sheet.Height), Paper);
        Paste(panels.Rgb.Span, panels.Width, sheet, Gap, top);
        canvas.DrawText(headline, new Point2(Gap, Gap + TextHeight + 2), TextHeight, Ink);
        canvas.DrawText("what the model sees", new Point2(Gap, top - 6), TextHeight - 1, Ink);
        canvas.DrawText($"what speaks for {explained}", new Point2(Gap + right, top - 6), TextHeight - 1, Ink);
        canvas.DrawText("peak", new Point2(Gap + panels.Width + 5, top + TextHeight), TextHeight - 1, Ink);
        canvas.DrawText("0", new Point2(Gap + panels.Width + 5, top + panels.Height - 1), TextHeight - 1, Ink);
        return sheet;
    }

    private static byte[] Resize(ReadOnlySpan<byte> source, int width, int height, int channels, int newWidth, int newHeight)
    {
        byte[] resized = new byte[newWidth * newHeight * channels];
        ImageSampler.Resize(source, width, height, channels, resized, newWidth, newHeight, newWidth < width ? Interpolation.Area : Interpolation.Linear);
        return resized;
    }

    private static void Paste(ReadOnlySpan<byte> rgb, int width, VideoFrame target, int left, int top)
    {
        int row = width * 3;
        for (int y = 0; y < rgb.Length / row; y++)
            rgb.Slice(y * row, row).CopyTo(target.Rgb.Span[(((top + y) * target.Width + left) * 3)..]);
    }
}
