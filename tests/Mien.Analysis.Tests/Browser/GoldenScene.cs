using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Analysis.Tests.Browser;

/// <summary>
/// A frame that this and web/tests/inference/golden.ts draw alike, to the bit: a picture, magnified by whole pixels, on a texture.
/// </summary>
/// <param name="Picture">A PNG file in the golden folder; null for the texture alone.</param>
/// <param name="Width">Width of the frame.</param>
/// <param name="Height">Height of the frame.</param>
/// <param name="Scale">Frame pixels for one of the picture.</param>
/// <param name="Left">Where the picture begins, in frame pixels.</param>
/// <param name="Top">Where the picture begins, in frame pixels.</param>
internal sealed record GoldenScene(string? Picture, int Width, int Height, int Scale = 1, int Left = 0, int Top = 0)
{
    /// <summary>Draws the frame; the caller disposes it.</summary>
    /// <param name="folder">Where the pictures are.</param>
    /// <param name="time">The frame's time.</param>
    public VideoFrame Draw(string folder, MediaTime time = default)
    {
        VideoFrame frame = new(Width, Height, 0, time);
        Span<byte> rgb = frame.Rgb.Span;
        for (int y = 0, at = 0; y < Height; y++)
            for (int x = 0; x < Width; x++, at += 3)
            {
                rgb[at] = (byte)(96 + ((7 * x + 13 * y) & 63));
                rgb[at + 1] = (byte)(96 + ((3 * x + 5 * y) & 63));
                rgb[at + 2] = (byte)(96 + ((x + 11 * y) & 63));
            }
        if (Picture is null)
            return frame;
        using VideoFrame picture = ImageCodec.DecodeFile(Path.Combine(folder, Picture));
        ReadOnlySpan<byte> pixels = picture.Rgb.Span;
        for (int y = Math.Max(0, Top); y < Math.Min(Height, Top + picture.Height * Scale); y++)
            for (int x = Math.Max(0, Left); x < Math.Min(Width, Left + picture.Width * Scale); x++)
                pixels.Slice(((y - Top) / Scale * picture.Width + (x - Left) / Scale) * 3, 3).CopyTo(rgb[((y * Width + x) * 3)..]);
        return frame;
    }

    public JsonObject ToJson() => new()
    {
        ["picture"] = Picture,
        ["width"] = Width,
        ["height"] = Height,
        ["scale"] = Scale,
        ["left"] = Left,
        ["top"] = Top,
    };
}
